import { grantScopes } from '@postern/domain';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openStage, type Stage } from './console-stage.ts';
import { connectViewer, liveRfbViewer } from './console-viewer.ts';
import { createTestSite, namesOn, type TestSite, until, untilState } from './support/site.ts';

let site: TestSite;
let stage: Stage;
beforeAll(async () => {
  site = await createTestSite();
  stage = await openStage();
  await site.start();
});
afterAll(async () => {
  await site.close();
  await stage.close();
});

const withoutAccount = grantScopes.filter((scope) => scope !== 'account');

test('a grant without the account scope is active without a word to the BMC, and proves that nothing was issued', async () => {
  // Nothing listens there: whoever asked the BMC for anything would fail.
  const server = await site.addServer({ address: { host: '127.0.0.1', port: 9 } });
  const grantId = await site.requestGrant(server, 3_600, undefined, withoutAccount);
  const active = await untilState(site, grantId, 'active');
  expect(active.endsAt?.getTime()).toBe((active.startsAt?.getTime() ?? 0) + 3_600_000);
  expect(active.accounts).toEqual([]);
  expect(namesOn(server.bmc)).toEqual(['ADMIN']);

  await site.endGrant(grantId);
  const revoked = await untilState(site, grantId, 'revoked');
  expect(revoked.proof).toMatchObject({ readBack: 'absent', login: 'never-issued' });
  expect(await site.auditOf(grantId)).toEqual([
    'grant.provisioning-started',
    'grant.activated',
    'grant.revoked',
  ]);
});

test('an action that the grant’s scopes do not name is refused by the broker, too', async () => {
  const server = await site.addServer();
  const grantId = await site.requestGrant(server, 3_600, undefined, ['view', 'account']);
  await untilState(site, grantId, 'active');
  const actionId = await site.requestAction(server, { kind: 'power', operation: 'off' }, 'tenant');
  const refused = await until(async () => {
    const action = await site.action(actionId);
    return action.state === 'failed' && action;
  });
  expect(refused.errorCode).toBe('not-entitled');
  expect(refused.sentAt).toBeNull();
  expect(server.bmc.server.power.counts.stops).toBe(0);
});

/** The stage's grant with other scopes, as if it had been asked for so. */
const setScopes = (scopes: readonly string[]) =>
  stage.sql(`update access_grant set scopes = '{${scopes.join(',')}}' where id = '${stage.ids.grant}'`);

test('a console of a grant to look at shows the screen and lets no key pass, whatever the ticket says', async () => {
  await setScopes(['view', 'power']);
  const viewer = await liveRfbViewer(stage, await stage.ticket({ readOnly: false }));
  const [opened] = viewer.received;
  expect(JSON.parse(String(opened))).toMatchObject({ type: 'opened', readOnly: true });
  viewer.socket.close();
  await viewer.closed;
  const [row] = await stage.sql('select read_only from console_session order by opened_at desc limit 1');
  expect(row).toEqual({ read_only: true });
});

test('a ticket of a grant without a console scope is refused, and that is written down', async () => {
  await setScopes(['power', 'account']);
  const viewer = await connectViewer(stage);
  viewer.send(JSON.stringify({ ticket: await stage.ticket() }));
  expect((await viewer.closed).code).toBe(4003);
  const [row] = await stage.sql(
    "select details->>'cause' as cause from audit_event where type = 'console.refused' order by seq desc limit 1",
  );
  expect(row).toEqual({ cause: 'scope-missing' });
});
