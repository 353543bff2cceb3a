/** Sensors, events and FRU of one `ipmi_sim`, value by value against what ipmitool and FreeIPMI print. */
import { execFile } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  type BmcEvent,
  type BmcTransport,
  createBmcTransport,
  type IpmiBmc,
  openBmc,
  type SensorReading,
} from '../src/index.ts';
import { runIpmitool } from './run-ipmitool.ts';
import { type IpmiSim, startIpmiSim } from './start-ipmi-sim.ts';

const run = promisify(execFile);
/** A power unit that lost its mains, as the 16 bytes of Add SEL Entry. */
const addedEvent = '0 0 2 0 0 0 0 0x20 0 4 9 0x40 0x6f 4 0xff 0xff'.split(' ');
const transport = createBmcTransport();
let sim: IpmiSim;
let bmc: IpmiBmc;

beforeAll(async () => {
  sim = await startIpmiSim('server');
  bmc = await openBmc(sim.target, { transport });
});

afterAll(async () => {
  await bmc.close();
  await transport.close();
  await sim.stop();
});

test('every sensor has the name, number, entity and value that ipmitool prints', async () => {
  const ours = (await bmc.sensors.readAll()).map((reading) => [
    reading.sensor.name,
    `${hex(reading.sensor.address?.number ?? 0)}h`,
    `${reading.sensor.entity?.id}.${reading.sensor.entity?.instance}`,
    shown(reading, 2),
  ]);
  const theirs = rows(await witness('sdr', 'elist')).map(([name, number, , entity, value]) => [
    name,
    number,
    entity,
    value,
  ]);
  expect(theirs).toHaveLength(5);
  expect(ours).toEqual(theirs);
});

test('every sensor has the name, type, value and unit that FreeIPMI prints', async () => {
  const ours = (await bmc.sensors.readAll()).map((reading) => [
    reading.sensor.name,
    reading.sensor.type,
    reading.status === 'read' ? reading.value?.toFixed(2) : 'N/A',
  ]);
  const theirs = csv(await freeIpmi('ipmi-sensors')).filter(([, , type]) => !type?.startsWith('Watchdog'));
  expect(theirs.map(([, name, type, value]) => [name, type, value])).toEqual(ours);
});

test('thresholds are those that ipmitool prints', async () => {
  const table = new Map(rows(await witness('sensor')).map((row) => [row[0], row]));
  for (const sensor of await bmc.sensors.list()) {
    if (sensor.kind !== 'numeric') continue;
    const held = await bmc.sensors.thresholds(sensor);
    const ours = [
      held.lowerNonRecoverable,
      held.lowerCritical,
      held.lowerNonCritical,
      held.upperNonCritical,
      held.upperCritical,
      held.upperNonRecoverable,
    ].map((value) => value?.toFixed(3) ?? 'na');
    expect(ours, sensor.name).toEqual(table.get(sensor.name)?.slice(4, 10));
  }
});

test('every event reads as ipmitool tells it', async () => {
  const ours = (await bmc.eventLog.read()).map(eventLine);
  const theirs = rows(await witness('sel', 'elist')).map(([id, , , sensor, what, direction, reading]) =>
    [id, sensor, what, direction, reading ?? ''].join('|'),
  );
  expect(theirs.length).toBeGreaterThanOrEqual(3);
  expect(ours).toEqual(theirs);
});

test('an event that ipmitool adds is there, and a cleared log is empty for ipmitool, too', async () => {
  const before = (await bmc.eventLog.info()).entries;
  await witness('raw', '0x0a', '0x44', ...addedEvent);
  expect((await bmc.eventLog.info()).entries).toBe(before + 1);
  expect((await bmc.eventLog.read()).at(-1)).toMatchObject({
    sensorType: 'Power Unit',
    description: 'AC lost',
  });
  await bmc.eventLog.clear();
  expect(await bmc.eventLog.read()).toEqual([]);
  expect(await witness('sel', 'list')).toContain('SEL has no entries');
});

test("the BMC's clock is set and read back by ipmitool", async () => {
  await bmc.eventLog.setTime(Date.UTC(2026, 0, 2, 3, 4, 5) / 1000);
  expect(await witness('sel', 'time', 'get')).toContain('01/02/26 03:04:0');
  expect(await bmc.eventLog.time()).toBeGreaterThanOrEqual(Date.UTC(2026, 0, 2, 3, 4, 5) / 1000);
});

test('the FRU holds what ipmitool prints, and FreeIPMI finds the same', async () => {
  const [device] = await bmc.inventory.read();
  const inventory = device?.inventory;
  const values = [inventory?.board, inventory?.product].flatMap((area) =>
    (area?.fields ?? []).map(({ value }) => value).filter((value) => value !== ''),
  );
  const printed = (await witness('fru')).split('\n').map((line) => line.split(' : ')[1]?.trim());
  const texts = printed.filter((text) => text !== undefined).slice(2);
  expect(texts).toEqual(values);
  expect(printed[1]).toBe('Tue Mar 26 17:36:00 1996 UTC');
  expect(inventory?.board?.manufacturedAt?.toISOString()).toBe('1996-03-26T17:36:00.000Z');
  expect(inventory).toMatchObject({ complete: true, checksumValid: true });
  const other = await freeIpmi('ipmi-fru');
  for (const value of values) expect(other).toContain(`: ${value}\n`);
});

test('a second look asks for no record again: the identity and the timestamps are enough', async () => {
  let sent = 0;
  const own = createBmcTransport();
  const counting: BmcTransport = {
    ...own,
    async connect(...where) {
      const link = await own.connect(...where);
      const send = (datagram: Uint8Array) => {
        sent += 1;
        link.send(datagram);
      };
      return { ...link, send };
    },
  };
  const watched = await openBmc(sim.target, { transport: counting });
  try {
    const beforeFirst = sent;
    const first = await watched.sensors.list();
    const beforeSecond = sent;
    expect(await watched.sensors.list()).toEqual(first);
    expect(sent - beforeSecond).toBe(2);
    expect(beforeSecond - beforeFirst).toBeGreaterThan(7);
  } finally {
    await watched.close();
    await own.close();
  }
});

test('a raw command gives what the command gives', async () => {
  const data = await bmc.control.raw({ netFn: 0x06, code: 0x01, data: Buffer.alloc(0) });
  const printed = (await witness('raw', '0x06', '0x01')).trim().replaceAll(/\s+/g, '');
  expect(data.toString('hex')).toBe(printed);
  await expect(bmc.control.raw({ netFn: 0x06, code: 0x02, data: Buffer.alloc(0) })).rejects.toMatchObject({
    completionCode: 0xc1,
  });
});

test('the system GUID, the chassis and the cipher suites are as the BMC is set up', async () => {
  expect(await bmc.control.systemGuid()).toBe('a123456789abcdefa123456789abcdef');
  expect(await bmc.control.chassis()).toMatchObject({ power: 'off', powerRestorePolicy: 'always-off' });
  expect(await bmc.control.cipherSuites()).toContain(3);
});

function shown(reading: SensorReading, digits: number): string {
  if (reading.status !== 'read' || reading.value === undefined) return 'no reading';
  return `${Number(reading.value.toFixed(digits))} ${reading.sensor.unit}`;
}

function eventLine(event: BmcEvent): string {
  const { reading } = event;
  const values = reading && `Reading ${reading.value} > Threshold ${reading.threshold} ${reading.unit}`;
  const sensor = `${event.sensorType} ${event.sensorName}`;
  const direction = event.asserted ? 'Asserted' : 'Deasserted';
  return [event.recordId, sensor, event.description, direction, values ?? ''].join('|');
}

function hex(value: number): string {
  return value.toString(16).toUpperCase().padStart(2, '0');
}

function rows(output: string): string[][] {
  const lines = output.split('\n').filter((line) => line.includes('|'));
  // `sel elist` prints "Pre-Init |0000000001" without a space, and pads its columns.
  return lines.map((line) => line.split('|').map((cell) => cell.trim()));
}

function csv(output: string): string[][] {
  return output
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.split(','));
}

async function witness(...command: string[]): Promise<string> {
  const login = { port: sim.target.port, username: 'ipmiusr', password: 'test' };
  return (await runIpmitool(login, ...command)).output;
}

async function freeIpmi(tool: 'ipmi-sensors' | 'ipmi-fru'): Promise<string> {
  const cache = mkdtempSync(join(tmpdir(), 'postern-freeipmi-'));
  const login = ['-D', 'LAN_2_0', '-u', 'ipmiusr', '-p', 'test', '-I', '3', '-W', 'opensesspriv'];
  const options = ['-h', `127.0.0.1:${sim.target.port}`, `--sdr-cache-directory=${cache}`, '--quiet-cache'];
  const shape = tool === 'ipmi-sensors' ? ['--comma-separated-output'] : [];
  const { stdout } = await run(tool, [...login, ...options, ...shape]);
  return stdout;
}
