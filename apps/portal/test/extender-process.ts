/**
 * A process that extends grants through the portal's procedure, each at its instant. Its parent (`e2e/chaos`) hands it a
 * database as its argument, then lists of grants; it answers each list with what came of it.
 */
import { createDatabase, openWebSession } from '@postern/database';
import { createLiveHub } from '../src/server/live/hub.ts';
import { createLogger } from '../src/server/log.ts';
import type { Portal } from '../src/server/portal.ts';
import { handleTrpcRequest } from '../src/server/trpc/handle-request.ts';
import { cookieOf, testAddress, testOrigin } from './open-test-portal.ts';

interface Extension {
  readonly grantId: string;
  readonly bySeconds: number;
  /** By this host's clock, which is the database's here. */
  readonly atMs: number;
}

const settings: { readonly url: string; readonly privateKeyPem: string; readonly userId: string } =
  JSON.parse(process.argv[2] ?? '{}');
const db = createDatabase({ url: settings.url, role: 'postern_portal', maxConnections: 8 });
const portal: Portal = {
  db,
  log: createLogger('silent'),
  live: createLiveHub(() => ({ close: async () => undefined })),
  origin: testOrigin,
  privateKeyPem: settings.privateKeyPem,
  sessionSecret: 'a secret of this run and nothing else',
};
const { webSessionId } = await openWebSession(db.client, {
  userId: settings.userId,
  lifeSeconds: 7_200,
  sourceAddress: testAddress,
  userAgent: 'extender',
});
const cookie = await cookieOf(portal, webSessionId);
process.on('message', async (extensions: readonly Extension[]) => {
  process.send?.(await Promise.all(extensions.map(extend)));
});
process.send?.('ready');

/** The HTTP status, and what was answered. */
async function extend({ grantId, bySeconds, atMs }: Extension) {
  await new Promise((resolve) => setTimeout(resolve, Math.max(0, atMs - Date.now())));
  const body = JSON.stringify({ json: { grantId, bySeconds } });
  const request = new Request(`${testOrigin}/api/trpc/grants.extend`, {
    method: 'POST',
    headers: {
      cookie,
      origin: testOrigin,
      'content-type': 'application/json',
      'content-length': String(body.length),
    },
    body,
  });
  const response = await handleTrpcRequest(portal, request);
  return { grantId, status: response.status, text: await response.text() };
}
