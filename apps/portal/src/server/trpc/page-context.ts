import { cookies, headers } from 'next/headers';
import { getViewer } from '../auth/get-viewer.ts';
import { readSourceAddress } from '../http/source-address.ts';
import { getPortal } from '../portal.ts';
import { createRequestContext, type RequestContext } from './context.ts';

/** The context of a page that is being rendered, for `createTRPCOptionsProxy` and `appRouter.createCaller`. */
export async function createPageContext(): Promise<RequestContext> {
  const [jar, sent] = await Promise.all([cookies(), headers()]);
  const portal = getPortal();
  return createRequestContext(portal, {
    sourceAddress: readSourceAddress(sent),
    findViewer: () => getViewer(portal, (name) => jar.get(name)?.value),
  });
}
