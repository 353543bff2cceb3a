import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hasProgram } from '../../../scripts/system/machine.ts';
import { freePort, type QemuMachine, startQemu } from './console-qemu.ts';
import { openStage, type Stage } from './console-stage.ts';
import { connectViewer, keyEvent, liveRfbViewer, updateRequest } from './console-viewer.ts';

let machine: QemuMachine;
let stage: Stage;

const pointerClick = Buffer.of(5, 1, 0, 10, 0, 10);
const extendedKey = (down: boolean) => Buffer.of(255, 0, 0, down ? 1 : 0, 0, 0, 0, 0x61, 0, 0, 0, 0x1e);
const xvpReset = Buffer.of(250, 0, 1, 4);
const setEncodings = Buffer.from([2, 0, 0, 2, ...[0, 0, 0, 0], ...[0xff, 0xff, 0xfe, 0xfe]]);

describe.skipIf(!hasProgram('qemu-system-x86_64'))('QEMU’s screen without guacd', () => {
  beforeAll(async () => {
    machine = await startQemu();
    // A guacd that is configured and dead: consoles open all the same.
    stage = await openStage({
      config: { guacd: { host: '127.0.0.1', port: await freePort() } },
      screen: machine,
    });
  });
  afterAll(async () => {
    await stage?.close();
    await machine?.kill();
  });

  test('the broker logs in with the password, the viewer without, and keys of both kinds arrive', async () => {
    const viewer = await liveRfbViewer(stage, await stage.ticket());
    expect(JSON.parse(String(viewer.received[0]))).toMatchObject({ engine: 'rfb', readOnly: false });
    const before = machine.inputEvents();
    for (const down of [true, false]) viewer.send(keyEvent(0x61, down));
    viewer.send(setEncodings);
    for (const down of [true, false]) viewer.send(extendedKey(down));
    await expect.poll(() => machine.inputEvents()).toBe(before + 4);
    expect(Buffer.concat(viewer.received).toString('latin1')).not.toContain(machine.password);
    viewer.socket.close();
    await expect.poll(() => machine.screenClients()).toBe(0);
  });

  test('the absent guacd is counted', async () => {
    const text = await stage.registry.getSingleMetricAsString('postern_console_guacd_fallbacks_total');
    expect(text).toMatch(/guacd_fallbacks_total [1-9]/);
  });

  test('a view-only viewer’s keys, clicks and power buttons never reach the machine', async () => {
    const viewer = await liveRfbViewer(stage, await stage.ticket({ readOnly: true }));
    const writer = await liveRfbViewer(stage, await stage.ticket());
    const before = machine.inputEvents();
    for (const down of [true, false]) viewer.send(keyEvent(0x61, down));
    for (const message of [extendedKey(true), pointerClick, xvpReset]) viewer.send(message);
    const answered = viewer.received.length;
    viewer.send(updateRequest(false));
    await viewer.until((received) => received.length > answered);
    for (const down of [true, false]) writer.send(keyEvent(0x62, down));
    await expect.poll(() => machine.inputEvents()).toBe(before + 2);
    viewer.socket.close();
    writer.socket.close();
    await expect.poll(() => machine.screenClients()).toBe(0);
  });

  test('a wrong password is told as such, and the screen is let go', async () => {
    const bmc = `where id = '${stage.ids.bmc}'`;
    const [secret] = await stage.sql(`delete from bmc_secret where kind = 'screen' returning sealed`);
    const viewer = await connectViewer(stage);
    viewer.send(JSON.stringify({ ticket: await stage.ticket() }));
    expect((await viewer.closed).code).toBe(4009);
    await stage.sql(
      `insert into bmc_secret (bmc_id, kind, sealed) select id, 'screen', '${secret?.sealed}' from bmc ${bmc}`,
    );
    await expect.poll(() => machine.screenClients()).toBe(0);
  });

  test('at the deadline QEMU loses its viewer', async () => {
    const viewer = await liveRfbViewer(stage, await stage.ticket());
    expect(await machine.screenClients()).toBe(1);
    await stage.sql(`update access_grant set ends_at = now() + interval '1 second' where state = 'active'`);
    stage.notify();
    expect((await viewer.closed).code).toBe(4001);
    await expect.poll(() => machine.screenClients()).toBe(0);
  });
});
