import { handleHealth } from '../../../server/http/handle-health.ts';
import { getPortal } from '../../../server/portal.ts';

/** Asked anew each time, never at build. */
export const dynamic = 'force-dynamic';

export const GET = () => handleHealth(getPortal());
