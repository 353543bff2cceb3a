import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestSite, type TestSite, until } from './support/site.ts';

let site: TestSite;
beforeAll(async () => {
  site = await createTestSite();
});
afterAll(() => site.close());

test('a reset that found no broker for minutes is not sent when one comes back', async () => {
  const server = await site.addServer();
  const late = await site.requestAction(server, { kind: 'power', operation: 'reset' });
  await site.owner.client
    .$executeRaw`update action set requested_at = now() - interval '11 minutes' where id = ${late}::uuid`;
  await site.start();
  const action = await until(async () => {
    const row = await site.action(late);
    return row.finishedAt !== null && row;
  });
  expect(action).toMatchObject({ state: 'failed', errorCode: 'waited-too-long', sentAt: null });
  expect(server.bmc.server.power.counts.resets).toBe(0);
});
