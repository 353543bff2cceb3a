import { afterAll, beforeAll, expect, test } from 'vitest';
import { openStage, type Stage } from './console-stage.ts';
import { type SwitchableProxy, startSwitchableProxy } from './console-switchable-proxy.ts';
import { connectViewer, keyEvent, liveRfbViewer } from './console-viewer.ts';

let stage: Stage;
let cable: SwitchableProxy;
beforeAll(async () => {
  stage = await openStage({
    expectErrors: true,
    async url(databaseUrl) {
      const url = new URL(databaseUrl);
      cable = await startSwitchableProxy({ host: url.hostname, port: Number(url.port) });
      url.port = String(cable.port);
      url.hostname = '127.0.0.1';
      return url.href;
    },
  });
});
afterAll(async () => {
  cable.switchOn();
  await stage.close();
  await cable.close();
});

test('with the database away a console works on, dies at its deadline, and is written down later', async () => {
  await stage.sql(
    `update access_grant set ends_at = now() + interval '3 seconds' where id = '${stage.ids.grant}'`,
  );
  const viewer = await liveRfbViewer(stage, await stage.ticket());
  cable.switchOff();

  const before = stage.screen.keysPressed;
  for (const down of [true, false]) viewer.send(keyEvent(0xff54, down));
  await expect.poll(() => stage.screen.keysPressed).toBe(before + 1);

  expect(await viewer.closed).toEqual({ code: 4001, reason: 'Your access time is over.' });
  await expect.poll(() => stage.screen.viewers).toBe(0);
  const [still] = await stage.sql('select closed_at from console_session');
  expect(still).toEqual({ closed_at: null });

  cable.switchOn();
  await expect
    .poll(
      () =>
        stage.sql(`select close_reason,
          abs(extract(epoch from c.closed_at - g.ends_at)) < 1 as at_the_end,
          (select count(*)::int from audit_event where type = 'console.closed') as lines
          from console_session c join access_grant g on g.id = c.grant_id`),
      { timeout: 20_000, interval: 200 },
    )
    .toEqual([{ close_reason: 'grant-expired', at_the_end: true, lines: 1 }]);
});

test('while the database is away nobody gets a console', async () => {
  await stage.sql(
    `update access_grant set ends_at = now() + interval '1 hour' where id = '${stage.ids.grant}'`,
  );
  const ticket = await stage.ticket();
  cable.switchOff();
  const viewer = await connectViewer(stage);
  viewer.send(JSON.stringify({ ticket }));
  expect((await viewer.closed).code).toBe(4012);
  cable.switchOn();
});
