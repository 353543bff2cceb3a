/**
 * A process that asks the portal's procedures what its pages ask, again and again, and measures each answer. Its parent
 * (`e2e/chaos`) hands it a database as its argument, and says `stop` when it wants the milliseconds.
 */
import { createDatabase, openWebSession } from '@postern/database';
import { createLiveHub } from '../src/server/live/hub.ts';
import { createLogger } from '../src/server/log.ts';
import type { Portal } from '../src/server/portal.ts';
import { handleTrpcRequest } from '../src/server/trpc/handle-request.ts';
import { cookieOf, testAddress, testOrigin } from './open-test-portal.ts';

const everyMs = 200;
const asked = ['servers.list', 'grants.list'] as const;

const settings: { readonly url: string; readonly privateKeyPem: string; readonly userId: string } =
  JSON.parse(process.argv[2] ?? '{}');
const db = createDatabase({ url: settings.url, role: 'postern_portal', maxConnections: 4 });
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
  lifeSeconds: 3_600,
  sourceAddress: testAddress,
  userAgent: 'probe',
});
const cookie = await cookieOf(portal, webSessionId);
const took: number[] = [];
let stopped = false;
process.on('message', () => {
  stopped = true;
});

while (!stopped) {
  for (const procedure of asked) took.push(await ask(procedure));
  await new Promise((resolve) => setTimeout(resolve, everyMs));
}
process.send?.(took);
await db.close();
process.disconnect();

async function ask(procedure: (typeof asked)[number]): Promise<number> {
  const input = encodeURIComponent(JSON.stringify({ json: { limit: 50 } }));
  const url = `${testOrigin}/api/trpc/${procedure}?input=${input}`;
  const startedAt = performance.now();
  const response = await handleTrpcRequest(portal, new Request(url, { headers: { cookie } }));
  const text = await response.text();
  if (!response.ok) throw new Error(`${procedure} answered ${response.status}: ${text}`);
  return performance.now() - startedAt;
}
