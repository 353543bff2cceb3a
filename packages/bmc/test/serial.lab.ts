import { once } from 'node:events';
import type { Duplex } from 'node:stream';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { createBmcTransport, type IpmiBmc, openBmc } from '../src/index.ts';
import { runIpmitool } from './run-ipmitool.ts';
import { type IpmiSim, startIpmiSim } from './start-ipmi-sim.ts';

const transport = createBmcTransport();
const deps = { transport, timing: { serialWatchMs: 100 } };
let sim: IpmiSim;
let bmc: IpmiBmc;

beforeAll(async () => {
  sim = await startIpmiSim();
});

beforeEach(async () => {
  bmc = await openBmc(sim.target, deps);
});

afterEach(async () => {
  await bmc.close();
});

afterAll(async () => {
  await transport.close();
  await sim.stop();
});

test('characters pass both ways, whole and in order', async () => {
  const line = await sim.serialLine();
  const stream = await bmc.serial.open();
  const typed = Buffer.from(Array.from({ length: 2_000 }, (_, index) => 33 + (index % 90)));
  const atTheMachine = collect(line, typed.length);
  stream.write(typed);
  expect(await atTheMachine).toEqual(typed);

  const printed = Buffer.from(typed).reverse();
  const atTheConsole = collect(stream, printed.length);
  for (let offset = 0; offset < printed.length; offset += 40) {
    line.write(printed.subarray(offset, offset + 40));
  }
  expect(await atTheConsole).toEqual(printed);
});

test('the first key of each console arrives, whatever the one before had sent', async () => {
  const line = await sim.serialLine();
  for (let round = 0; round < 5; round++) {
    const stream = await bmc.serial.open();
    const arrived = collect(line, 1);
    stream.write(String(round));
    expect((await arrived).toString()).toBe(String(round));
    stream.destroy();
    await once(stream, 'close');
  }
});

test('a reader that pauses loses nothing', async () => {
  const line = await sim.serialLine();
  const stream = await bmc.serial.open();
  const printed = Buffer.from(Array.from({ length: 300_000 }, (_, index) => 33 + (index % 90)));
  line.write(printed);
  while (stream.readableLength < 256 * 1024) await new Promise((resolve) => setTimeout(resolve, 10));
  expect(await collect(stream, printed.length)).toEqual(printed);
});

test('a second console is told that the line is busy, and gets it after a release', async () => {
  const first = await bmc.serial.open();
  const other = await openBmc(sim.target, deps);
  await expect(other.serial.open()).rejects.toMatchObject({ code: 'serial-busy' });
  const cut = once(first, 'error');
  await other.serial.release();
  expect((await cut)[0]).toMatchObject({ code: 'serial-busy' });
  const second = await other.serial.open();
  second.destroy();
  await once(second, 'close');
  await other.close();
});

test('a console that is closed leaves the line free', async () => {
  const stream = await bmc.serial.open();
  stream.destroy();
  await once(stream, 'close');
  await bmc.serial.open();
});

test('closing the connection closes its console', async () => {
  const stream = await bmc.serial.open();
  const closed = once(stream, 'close');
  await bmc.close();
  await closed;
  bmc = await openBmc(sim.target, deps);
  await bmc.serial.open();
});

test('a console that ipmitool takes away ends with a reason', async () => {
  const stream = await bmc.serial.open();
  const cut = once(stream, 'error');
  const login = { port: sim.target.port, username: 'ipmiusr', password: 'test' };
  expect(await runIpmitool(login, 'sol', 'deactivate')).toMatchObject({ succeeded: true });
  expect((await cut)[0]).toMatchObject({ code: 'serial-busy' });
});

function collect(stream: Duplex, length: number): Promise<Buffer> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    const take = (chunk: Buffer) => {
      chunks.push(chunk);
      const all = Buffer.concat(chunks);
      if (all.length < length) return;
      stream.removeListener('data', take);
      stream.pause();
      resolve(all);
    };
    stream.on('data', take);
    stream.resume();
  });
}

test('who holds the line is told; a break is acknowledged, and what is typed after it arrives', async () => {
  const line = await sim.serialLine();
  expect(await bmc.serial.holder()).toBeUndefined();
  const stream = await bmc.serial.open();
  expect(await bmc.serial.holder()).toMatchObject({ slot: 2 });
  // `ipmi_sim` acknowledges a break and keeps it from its TCP line.
  const arrived = collect(line, 2);
  stream.write('a');
  stream.sendBreak();
  stream.write('b');
  expect((await arrived).toString()).toBe('ab');
});
