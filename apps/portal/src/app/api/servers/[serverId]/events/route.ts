import { exportEvents } from '../../../../../server/http/export-events.ts';
import { getPortal } from '../../../../../server/portal.ts';

interface RouteProps {
  readonly params: Promise<{ readonly serverId: string }>;
}

export const GET = async (request: Request, { params }: RouteProps) =>
  exportEvents(getPortal(), request, (await params).serverId);
