import { exportAudit } from '../../../../server/http/export-audit.ts';
import { getPortal } from '../../../../server/portal.ts';

export const GET = (request: Request) => exportAudit(getPortal(), request);
