import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { findGuacd, type Guacd, startGuacd } from '../../../e2e/lab/index.ts';
import { type GuacdViewer, openGuacdViewer } from './console-guacd-viewer.ts';
import { freePort, type QemuMachine, startQemu } from './console-qemu.ts';
import { openStage, type Stage } from './console-stage.ts';

let folder: string;
let guacd: Guacd;
let machine: QemuMachine;
let stage: Stage;

/** guacd's own children, one per connection. The kernel lists them by the thread that forked them. */
function children(): number[] {
  const threads = `/proc/${guacd.pid}/task`;
  return readdirSync(threads).flatMap((thread) => childrenOf(`${threads}/${thread}/children`));
}

function childrenOf(list: string): number[] {
  // A thread may end between the two looks.
  const pids = existsSync(list) ? readFileSync(list, 'utf8') : '';
  return pids.trim().split(' ').filter(Boolean).map(Number);
}

/** TCP connections to guacd, as the kernel counts them. */
function connectionsToGuacd(): number {
  const port = guacd.port.toString(16).toUpperCase().padStart(4, '0');
  const established = '01';
  return readFileSync('/proc/net/tcp', 'utf8')
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .filter(([, , remote, state]) => remote === `0100007F:${port}` && state === established).length;
}

/** Nothing of any console is left: not at the machine, not in guacd, not on the wire between. */
async function expectNothingLeft(): Promise<void> {
  // guacd itself would hold on for fifteen seconds.
  await expect.poll(() => machine.screenClients(), { timeout: 5000, interval: 50 }).toBe(0);
  await expect.poll(() => children(), { timeout: 5000, interval: 50 }).toEqual([]);
  await expect.poll(() => connectionsToGuacd(), { timeout: 5000, interval: 50 }).toBe(0);
}

async function drawn(wish = {}, how = {}): Promise<GuacdViewer> {
  const viewer = await openGuacdViewer(stage, wish, how);
  await viewer.untilSeen('sync');
  return viewer;
}

describe.skipIf(findGuacd() === undefined)('guacd in front of a QEMU screen', () => {
  beforeAll(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'console-guacd-'));
    const started = await startGuacd({
      port: await freePort(),
      stateDir: folder,
      log: (line) => console.error(line),
    });
    if (started === undefined) throw new Error('guacd did not start');
    guacd = started;
    machine = await startQemu();
    stage = await openStage({ config: { guacd }, screen: machine });
  });
  afterAll(async () => {
    await stage?.close();
    await machine?.kill();
    await guacd?.stop();
    rmSync(folder, { recursive: true, force: true });
  });
  afterEach(async () => {
    await stage.sql(`update access_grant set ends_at = now() + interval '1 hour' where state = 'active'`);
  });

  test('a viewer sees the machine’s screen and types on it', async () => {
    const viewer = await drawn();
    expect(JSON.parse(String(viewer.received[0]))).toMatchObject({ type: 'opened', engine: 'guacd' });
    const sizes = viewer.instructions.filter(({ opcode, args }) => opcode === 'size' && args[0] === '0');
    expect(Number(sizes.at(-1)?.args[1])).toBeGreaterThanOrEqual(640);
    expect(viewer.instructions.filter(({ opcode }) => opcode === 'blob').length).toBeGreaterThan(0);
    const before = machine.inputEvents();
    for (const pressed of ['1', '0']) viewer.do('key', '65', pressed);
    await expect.poll(() => machine.inputEvents()).toBeGreaterThanOrEqual(before + 2);
    viewer.socket.close();
    await expectNothingLeft();
  });

  test('a view-only viewer’s keys and buttons never reach the machine', async () => {
    const viewer = await drawn({ readOnly: true });
    const writer = await drawn();
    const before = machine.inputEvents();
    for (const pressed of ['1', '0']) viewer.do('key', '65', pressed);
    viewer.do('mouse', '10', '10', '1');
    viewer.do('nop');
    // A key of somebody who may, sent after it: when it is there, the others had their chance.
    for (const pressed of ['1', '0']) writer.do('key', '66', pressed);
    await expect.poll(() => machine.inputEvents()).toBe(before + 2);
    expect(stage.gateway.sessions()).toHaveLength(2);
    viewer.socket.close();
    writer.socket.close();
    await expectNothingLeft();
  });

  test.each([
    ['leaves politely', (viewer: GuacdViewer) => viewer.socket.close()],
    ['is torn away', (viewer: GuacdViewer) => viewer.socket.terminate()],
    ['says disconnect', (viewer: GuacdViewer) => viewer.do('disconnect')],
  ])('when the viewer %s, the machine’s screen is free at once', async (_, leave) => {
    const viewer = await drawn();
    expect(await machine.screenClients()).toBe(1);
    leave(viewer);
    await viewer.closed;
    await expectNothingLeft();
  });

  test('at the deadline the viewer is told and the screen is free', async () => {
    const viewer = await drawn();
    await stage.sql(`update access_grant set ends_at = now() + interval '1 second' where state = 'active'`);
    stage.notify();
    await viewer.untilSeen('postern-notice');
    expect(await viewer.closed).toEqual({ code: 4001, reason: 'Your access time is over.' });
    await expectNothingLeft();
  });

  test('twenty viewers at once all get a picture', async () => {
    const viewers = await Promise.all(Array.from({ length: 20 }, () => drawn()));
    expect(await machine.screenClients()).toBe(20);
    // The guard against hanging children did not have to help.
    expect(await stage.registry.getSingleMetricAsString('postern_console_guacd_retries_total')).toMatch(
      / 0$/m,
    );
    for (const viewer of viewers) viewer.socket.terminate();
    await expectNothingLeft();
  });

  test.each([
    'select',
    'connect',
    'argv',
    'get',
    'put',
    'file',
    'pipe',
    'audio',
    'clipboard',
    'required',
    '',
  ])('instruction "%s" from a viewer ends his console', async (opcode) => {
    const viewer = await drawn();
    viewer.do(opcode, '1', '1');
    expect((await viewer.closed).code).toBe(4010);
    await expectNothingLeft();
  });

  test('half an instruction, or bytes that are none, end the console', async () => {
    for (const garbage of ['3.ke', 'hello', Buffer.from('3.nop;')]) {
      const viewer = await drawn();
      viewer.send(garbage);
      expect((await viewer.closed).code).toBe(4010);
    }
    await expectNothingLeft();
  });

  test('guacd’s ids and the screen’s password stay out of the viewer’s bytes and our log', async () => {
    const viewer = await drawn();
    viewer.socket.close();
    await viewer.closed;
    const ids = readFileSync(path.join(folder, 'guacd.log'), 'utf8').match(/\$[0-9a-f-]{36}/g) ?? [];
    expect(ids.length).toBeGreaterThan(0);
    const bytes = Buffer.concat(viewer.received).toString('latin1');
    for (const secret of [...ids, ...ids.map((id) => id.slice(1)), machine.password, String(machine.port)])
      for (const place of [bytes, stage.logLines.join('')]) expect(place).not.toContain(secret);
    const opcodes = new Set(viewer.instructions.map(({ opcode }) => opcode));
    for (const opcode of ['ready', 'args', 'required', 'name', 'error'])
      expect([...opcodes]).not.toContain(opcode);
  });

  test('a guacd child that falls silent is noticed, and only its console ends', async () => {
    // This one draws nothing and says nothing meanwhile, as in a browser's background tab.
    const other = await drawn({}, { sync: false });
    const first = children();
    const frozen = await drawn();
    const [child] = children().filter((pid) => !first.includes(pid));
    if (child === undefined) throw new Error('guacd has no second child');
    process.kill(child, 'SIGSTOP');
    expect(await frozen.closed).toMatchObject({ code: 4012 });
    expect(stage.gateway.sessions()).toHaveLength(1);
    process.kill(child, 'SIGCONT');
    other.socket.close();
    await expectNothingLeft();
  });

  test('a machine that dies closes its consoles with the reason', async () => {
    const mortal = await startQemu();
    onTestFinished(() => mortal.kill());
    const bmc = `where id = '${stage.ids.bmc}'`;
    await stage.sql(`update bmc set screen_port = ${mortal.port} ${bmc}`);
    const viewer = await drawn();
    await mortal.kill();
    expect((await viewer.closed).code).toBe(4007);

    const late = await openGuacdViewer(stage).catch((error: Error) => error.message);
    if (typeof late === 'string') expect(late).toContain('4006');
    else expect((await late.closed).code).toBe(4006);
    await stage.sql(`update bmc set screen_port = ${machine.port} ${bmc}`);
    await expectNothingLeft();
  });

  test('a refused password is told apart from a dead screen, though guacd words both alike', async () => {
    const [secret] = await stage.sql(`delete from bmc_secret where kind = 'screen' returning sealed`);
    const viewer = await openGuacdViewer(stage);
    expect((await viewer.closed).code).toBe(4009);
    expect(viewer.instructions.map(({ opcode }) => opcode)).not.toContain('required');
    await stage.sql(
      `insert into bmc_secret (bmc_id, kind, sealed) values ('${stage.ids.bmc}', 'screen', '${secret?.sealed}')`,
    );
    await expectNothingLeft();
  });

  test('when the broker stops, nothing of its consoles is left', async () => {
    const viewers = await Promise.all([drawn(), drawn()]);
    await stage.gateway.close();
    for (const viewer of viewers) expect((await viewer.closed).code).toBe(4014);
    await expectNothingLeft();
    expect(await stage.sql('select 1 from console_session where closed_at is null')).toEqual([]);
    await stage.restartGateway();
  });
});
