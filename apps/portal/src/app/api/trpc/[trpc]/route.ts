import { getPortal } from '../../../../server/portal.ts';
import { handleTrpcRequest } from '../../../../server/trpc/handle-request.ts';

const handle = (request: Request) => handleTrpcRequest(getPortal(), request);

export { handle as GET, handle as POST };
