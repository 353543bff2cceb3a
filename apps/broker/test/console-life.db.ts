import { afterAll, beforeAll, expect, test } from 'vitest';
import { openStage, type Stage, screenPassword } from './console-stage.ts';
import {
  connectViewer,
  keyEvent,
  liveRfbViewer,
  offeredViewer,
  type TestViewer,
  updateRequest,
} from './console-viewer.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

const grant = () => `where id = '${stage.ids.grant}'`;

async function live(wish = {}): Promise<TestViewer> {
  return liveRfbViewer(stage, await stage.ticket(wish));
}

/** The end of a console as its viewer, its row and the audit log tell it. */
async function told(viewer: TestViewer) {
  const { code } = await viewer.closed;
  await expect.poll(() => stage.sql('select 1 from console_session where closed_at is null')).toEqual([]);
  const [row] = await stage.sql(
    'select close_reason, bytes_to_viewer > 100000 as seen, engine from console_session order by opened_at desc limit 1',
  );
  const [line] = await stage.sql(
    `select actor_name, details->>'reason' as reason from audit_event where type = 'console.closed' order by seq desc limit 1`,
  );
  return { code, row, line };
}

test('a tenant sees the screen and his keys reach the machine', async () => {
  const viewer = await live();
  const before = stage.screen.keysPressed;
  for (const down of [true, false]) viewer.send(keyEvent(0xff54, down));
  await expect.poll(() => stage.screen.keysPressed).toBe(before + 1);
  viewer.socket.close();
  expect(await told(viewer)).toEqual({
    code: 1005,
    row: { close_reason: 'viewer-left', seen: true, engine: 'rfb' },
    line: { actor_name: 'Ann', reason: 'viewer-left' },
  });
});

test('when the viewer leaves, the screen is let go', async () => {
  const viewer = await live();
  expect(stage.screen.viewers).toBe(1);
  viewer.socket.terminate();
  await expect.poll(() => stage.screen.viewers).toBe(0);
});

test('a view-only console drops keys and pointer on the broker', async () => {
  const viewer = await live({ readOnly: true });
  const before = stage.screen.keysPressed;
  viewer.send(keyEvent(0xff54, true));
  viewer.send(Buffer.of(5, 1, 0, 10, 0, 10));
  viewer.send(updateRequest(false));
  // The second whole picture was asked for after the key, so the key had its chance.
  const picture = 800 * 600 * 4;
  await viewer.until((received) => received.reduce((sum, { length }) => sum + length, 0) > 2 * picture);
  expect(stage.screen.keysPressed).toBe(before);
  viewer.socket.terminate();
});

test('the offer tells engine, mode, server and time left', async () => {
  const viewer = await offeredViewer(stage, await stage.ticket({ readOnly: true }));
  const offer = JSON.parse(String(viewer.received[0]));
  expect(offer).toEqual({
    type: 'opened',
    engine: 'rfb',
    readOnly: true,
    serverName: 'alpha',
    secondsLeft: expect.any(Number),
  });
  expect(offer.secondsLeft).toBeGreaterThan(3500);
  expect(offer.secondsLeft).toBeLessThanOrEqual(3600);
  viewer.socket.terminate();
});

test('nothing of the screen flows before the viewer is ready', async () => {
  const viewer = await offeredViewer(stage, await stage.ticket());
  viewer.send(Buffer.from('RFB 003.008\n'));
  expect((await viewer.closed).code).toBe(4010);
  expect(viewer.received).toHaveLength(1);
  await expect.poll(() => stage.screen.viewers).toBe(0);
});

test('neither password nor address of the screen is in the viewer’s bytes, the log or the audit', async () => {
  const viewer = await live();
  viewer.socket.close();
  await told(viewer);
  const bytes = Buffer.concat(viewer.received).toString('latin1');
  const lines = JSON.stringify(await stage.sql('select type, details::text, actor_name from audit_event'));
  for (const secret of [screenPassword, Buffer.from(screenPassword).toString('base64')])
    for (const place of [bytes, stage.logLines.join(''), lines]) expect(place).not.toContain(secret);
  expect(bytes).not.toContain(String(stage.screen.port));
});

test('an extension moves the cut and is told to the viewer', async () => {
  const viewer = await live();
  await stage.sql(`update access_grant set ends_at = ends_at + interval '1 hour', extensions = 1 ${grant()}`);
  stage.notify();
  const isNotice = (message: Buffer) => message.subarray(0, 16).toString() === '{"type":"notice"';
  await viewer.until((received) => received.some(isNotice));
  const notice = JSON.parse(String(viewer.received.find(isNotice)));
  expect(notice).toEqual({ type: 'notice', secondsLeft: expect.any(Number) });
  expect(notice.secondsLeft).toBeGreaterThan(7000);
  await expect
    .poll(() =>
      stage.sql(`select c.deadline = g.ends_at as moved from console_session c
      join access_grant g on g.id = c.grant_id where c.closed_at is null`),
    )
    .toEqual([{ moved: true }]);
  viewer.socket.terminate();
  await viewer.closed;
});

test('a screen that dies closes the console with its reason', async () => {
  const viewer = await live();
  stage.screen.disconnectAll();
  expect(await told(viewer)).toMatchObject({ code: 4007, row: { close_reason: 'target-closed' } });
});

test('a screen that sends nonsense is named as such, and the refusal is written down', async () => {
  stage.screen.faults.nonsense = true;
  const viewer = await connectViewer(stage);
  viewer.send(JSON.stringify({ ticket: await stage.ticket() }));
  expect((await viewer.closed).code).toBe(4008);
  stage.screen.faults.nonsense = false;
  await expect
    .poll(() =>
      stage.sql(`select outcome, details->>'cause' as cause from audit_event order by seq desc limit 1`),
    )
    .toEqual([{ outcome: 'failed', cause: 'target-misbehaved' }]);
});

test.each([
  ['a closed port', `screen_port = 1`, 4006],
  ['no screen at all', `screen_protocol = 'none'`, 4006],
])('%s is told as unreachable', async (_, change, code) => {
  const bmc = `where id = '${stage.ids.bmc}'`;
  const [was] = await stage.sql(`select screen_port, screen_protocol from bmc ${bmc}`);
  await stage.sql(`update bmc set ${change} ${bmc}`);
  const viewer = await connectViewer(stage);
  viewer.send(JSON.stringify({ ticket: await stage.ticket() }));
  expect((await viewer.closed).code).toBe(code);
  await stage.sql(
    `update bmc set screen_port = ${was?.screen_port}, screen_protocol = '${was?.screen_protocol}' ${bmc}`,
  );
});

test('a missing screen password is told as a refused login', async () => {
  const [secret] = await stage.sql(`delete from bmc_secret where kind = 'screen' returning sealed`);
  const viewer = await connectViewer(stage);
  viewer.send(JSON.stringify({ ticket: await stage.ticket() }));
  expect(await viewer.closed).toMatchObject({ code: 4009 });
  await stage.sql(
    `insert into bmc_secret (bmc_id, kind, sealed) values ('${stage.ids.bmc}', 'screen', '${secret?.sealed}')`,
  );
});

test('a viewer that sends what no viewer sends is cut', async () => {
  for (const bytes of [
    Buffer.of(7, 0, 0, 0),
    Buffer.of(255, 1, 0, 0),
    Buffer.of(6, 0, 0, 0, 0x80, 0, 0, 0),
  ]) {
    const viewer = await live();
    viewer.send(bytes);
    expect(await told(viewer)).toMatchObject({ code: 4010, row: { close_reason: 'viewer-misbehaved' } });
  }
  const viewer = await live();
  viewer.send(Buffer.alloc(65 * 1024));
  expect((await viewer.closed).code).toBe(1009);
});

test('a viewer who signs out loses his console', async () => {
  const viewer = await live();
  const session = `where id = '${stage.ids.tenantSession}'`;
  await stage.sql(`update web_session set revoked_at = now() ${session}`);
  stage.notify();
  expect(await told(viewer)).toMatchObject({ code: 4015, row: { close_reason: 'viewer-signed-out' } });
  await stage.sql(`update web_session set revoked_at = null ${session}`);
});

test('rows that a killed broker left open are closed when it starts again', async () => {
  const viewer = await live();
  // As if the process had died: the row stays open behind the back of the gateway.
  await stage.gateway.close();
  expect((await viewer.closed).code).toBe(4014);
  await stage.sql(`update console_session set closed_at = null, close_reason = null
    where id = (select id from console_session order by opened_at desc limit 1)`);
  await stage.restartGateway();
  const [row] = await stage.sql('select close_reason from console_session order by opened_at desc limit 1');
  expect(row).toEqual({ close_reason: 'broker-stopping' });
  expect(await stage.sql('select 1 from console_session where closed_at is null')).toEqual([]);
});

test('a revoked grant closes its live console, and says who ended it', async () => {
  const viewer = await live();
  await stage.sql(`update access_grant set state = 'revoking', end_cause = 'revoked-by-staff' ${grant()}`);
  stage.notify();
  expect(await told(viewer)).toMatchObject({ code: 4003, row: { close_reason: 'grant-revoked' } });
  await expect.poll(() => stage.screen.viewers).toBe(0);
});
