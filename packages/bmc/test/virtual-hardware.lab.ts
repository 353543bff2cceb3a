/** The virtual BMC's sensors, events and FRU, as ipmitool, FreeIPMI and our client read them. */
import { execFile } from 'node:child_process';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createBmcTransport, type IpmiBmc, openBmc, Secret } from '../src/index.ts';
import { createVirtualBmc, type VirtualBmc } from '../testing/index.ts';
import { runIpmitool } from './run-ipmitool.ts';

const admin = { username: 'ADMIN', password: 'admin-pass-01' };
const run = promisify(execFile);
const transport = createBmcTransport();
let virtual: VirtualBmc;
let bmc: IpmiBmc;

beforeAll(async () => {
  const users = [
    { slot: 2, name: admin.username, password: admin.password, privilege: 'administrator' },
  ] as const;
  virtual = await createVirtualBmc({ name: 'web-07', users, initialPower: 'on' });
  // Held still, so that three clients read the same.
  for (const [number, raw] of [
    [1, 23],
    [2, 61],
    [3, 54],
    [4, 55],
    [5, 201],
    [6, 50],
  ] as const)
    virtual.server.hardware.force(number, raw);
  const { host, port } = virtual;
  bmc = await openBmc(
    { host, port, username: admin.username, password: new Secret(admin.password) },
    { transport },
  );
});

afterAll(async () => {
  await bmc.close();
  await transport.close();
  await virtual.close();
});

const expected = [
  ['inlet temp', 23],
  ['cpu temp', 61],
  ['fan 1', 5400],
  ['fan 2', 5500],
  ['12v rail', 12.06],
  ['power draw', 200],
] as const;

test('three clients read the same values from its sensors', async () => {
  const ours = (await bmc.sensors.readAll()).filter(({ sensor }) => sensor.kind === 'numeric');
  expect(
    ours.map((reading) => [
      reading.sensor.name,
      reading.status === 'read' ? Number(reading.value?.toFixed(2)) : 'na',
    ]),
  ).toEqual(expected);
  const tool = await ipmitool('-c', 'sdr', 'list', 'full');
  expect(
    tool
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => line.split(',').slice(0, 2)),
  ).toEqual(expected.map(([name, value]) => [name, expect.stringMatching(new RegExp(`^${value}`))]));
  const free = await freeIpmi(
    'ipmi-sensors',
    '--sdr-cache-directory',
    await mkdtemp(join(tmpdir(), 'postern-sdr-')),
  );
  for (const [name, value] of expected)
    expect(free).toMatch(new RegExp(`\\| ${name} .*\\| ${value.toFixed(2)} `));
});

test('a power supply without a value tells its states', async () => {
  const supply = (await bmc.sensors.readAll()).find(({ sensor }) => sensor.name === 'psu 1');
  expect(supply).toMatchObject({ status: 'read', states: ['Presence detected'] });
});

test('a threshold that is crossed is in the log for everybody, with its reading', async () => {
  virtual.server.hardware.force(2, 97);
  const events = await bmc.eventLog.read();
  expect(events.at(-1)).toMatchObject({
    sensorName: 'cpu temp',
    description: 'Upper Critical going high',
    reading: { value: 97, threshold: 95, unit: 'degrees C' },
  });
  expect(await ipmitool('sel', 'elist')).toContain(
    'Upper Critical going high | Asserted | Reading 97 > Threshold 95 degrees C',
  );
  expect(
    await freeIpmi('ipmi-sel', '--sdr-cache-directory', await mkdtemp(join(tmpdir(), 'postern-sdr-'))),
  ).toContain('Upper Critical - going high');
  const cpu = (await bmc.sensors.list()).find(({ name }) => name === 'cpu temp');
  if (cpu !== undefined)
    expect(await bmc.sensors.thresholds(cpu)).toEqual({ upperNonCritical: 85, upperCritical: 95 });
  await bmc.eventLog.clear();
  expect(await ipmitool('sel', 'info')).toMatch(/Entries\s+: 0/);
});

test('its FRU is one that three clients read', async () => {
  const [device] = await bmc.inventory.read();
  expect(device?.inventory).toMatchObject({ checksumValid: true, complete: true });
  expect(device?.inventory?.product?.fields).toContainEqual({ name: 'serial number', value: 'VS-web-07' });
  expect(await ipmitool('fru', 'print', '0')).toMatch(/Product Serial\s+: VS-web-07/);
  expect(
    await freeIpmi('ipmi-fru', '--sdr-cache-directory', await mkdtemp(join(tmpdir(), 'postern-sdr-'))),
  ).toContain('VS-web-07');
});

async function ipmitool(...words: string[]): Promise<string> {
  return (await runIpmitool({ ...admin, port: virtual.port }, ...words)).output;
}

async function freeIpmi(tool: string, ...words: string[]): Promise<string> {
  const login = ['-u', admin.username, '-p', admin.password, '-I', '3'];
  const { stdout } = await run(tool, [
    '-D',
    'LAN_2_0',
    '-h',
    `127.0.0.1:${virtual.port}`,
    ...login,
    ...words,
  ]);
  return stdout;
}
