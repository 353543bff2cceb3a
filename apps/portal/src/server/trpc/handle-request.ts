import { fetchRequestHandler } from '@trpc/server/adapters/fetch';
import { getViewer } from '../auth/get-viewer.ts';
import { readCookie } from '../http/read-cookie.ts';
import { refuseForeignRequest } from '../http/same-origin.ts';
import { readSourceAddress } from '../http/source-address.ts';
import { loggableError } from '../log.ts';
import type { Portal } from '../portal.ts';
import { createRequestContext } from './context.ts';
import { isUnforeseen, referenceOf } from './errors.ts';
import { appRouter } from './router.ts';

export const trpcEndpoint = '/api/trpc';
/** A page asks for a handful of things at once; more is somebody trying something. */
const mostPerRequest = 20;

/** Answers one HTTP request for procedures. Anything thrown is logged with the reference that the browser is shown. */
export async function handleTrpcRequest(portal: Portal, request: Request): Promise<Response> {
  const foreign = refuseForeignRequest(request, portal.origin);
  if (foreign !== null) return Response.json({ error: foreign.message }, { status: foreign.status });
  const response = await fetchRequestHandler({
    endpoint: trpcEndpoint,
    req: request,
    router: appRouter,
    maxBatchSize: mostPerRequest,
    createContext: () =>
      createRequestContext(portal, {
        sourceAddress: readSourceAddress(request.headers),
        findViewer: () => getViewer(portal, (name) => readCookie(request.headers, name)),
      }),
    onError: ({ error, path }) => {
      if (!isUnforeseen(error)) return;
      const cause = loggableError(error.cause ?? error);
      portal.log.error({ path, reference: referenceOf(error), error: cause }, 'a procedure failed');
    },
    responseMeta: () => ({ headers: { 'cache-control': 'no-store' } }),
  });
  return response;
}
