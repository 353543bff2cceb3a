/** Sensors and log of a BMC that nobody here wrote: what is kept follows what ipmitool prints. */
import { askForHardwareReading } from '@postern/database';
import { inventoryContent, sensorsContent } from '@postern/domain';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runIpmitool } from '../../../packages/bmc/test/run-ipmitool.ts';
import { type IpmiSim, startIpmiSim } from '../../../packages/bmc/test/start-ipmi-sim.ts';
import { createBmcDriver } from '../src/provisioning/drivers.ts';
import { createTestSite, type TestSite, until } from './support/site.ts';

const admin = { username: 'ipmiusr', password: 'test' };

let site: TestSite;
let sim: IpmiSim;
let serverId: string;
beforeAll(async () => {
  [site, sim] = await Promise.all([createTestSite(), startIpmiSim('server')]);
  ({ serverId } = await site.addRow(sim.target, admin));
  await site.start({ driver: createBmcDriver() });
});
afterAll(async () => {
  await site.close();
  await sim.stop();
});

async function witness(...command: string[]): Promise<string[][]> {
  const { output } = await runIpmitool({ ...admin, port: sim.target.port }, ...command);
  return output
    .split('\n')
    .filter((line) => line.includes('|'))
    .map((line) => line.split('|').map((cell) => cell.trim()));
}

async function readNow(): Promise<void> {
  await site.owner.client.$executeRaw`update hardware_watch set tried_at = null`;
  await askForHardwareReading(site.owner.client, { serverId });
  await until(async () => {
    const watch = await site.owner.client.hardwareWatch.findUniqueOrThrow({ where: { serverId } });
    return (
      watch.claimedUntil === null && watch.triedAt !== null && Number(watch.askedAt) < Number(watch.triedAt)
    );
  });
}

async function kept() {
  const row = await site.owner.client.hardwareReading.findUniqueOrThrow({
    where: { serverId_part: { serverId, part: 'sensors' } },
  });
  return sensorsContent.parse(row.content).sensors;
}

const events = () =>
  site.owner.client.hardwareEvent.findMany({ where: { serverId }, orderBy: { id: 'asc' } });

/** `inlet temp | 42.000 | degrees C | ok | …` of `ipmitool sensor`, as name, value and state. */
async function theirs() {
  return (await witness('sensor')).map(([name, value, , state]) => [name, Number(value).toFixed(3), state]);
}

const stateOfIpmitool = { ok: 'ok', nc: 'warning', cr: 'critical', nr: 'critical' } as const;

async function ours() {
  return (await kept()).map(({ name, value, state }) => [name, value?.toFixed(3), state]);
}

async function expectTheSame(): Promise<void> {
  const printed = (await theirs()).map(([name, value, state]) => [
    name,
    value,
    stateOfIpmitool[state as keyof typeof stateOfIpmitool],
  ]);
  expect(printed.length).toBeGreaterThan(3);
  expect(await ours()).toEqual(printed);
}

test('a sensor that is moved behind our back is kept as ipmitool prints it, with its limits and its events', async () => {
  await readNow();
  await expectTheSame();
  const before = (await events()).length;
  expect(before).toBe((await witness('sel', 'elist')).length);

  await sim.command('sensor_set_value 0x20 0 1 0x55 1');
  await until(async () => (await witness('sel', 'elist')).length > before);
  await readNow();
  await expectTheSame();
  const inlet = (await kept()).find(({ name }) => name === 'inlet temp');
  expect(inlet).toMatchObject({ value: 85, unit: 'degrees C', state: 'critical' });

  const log = await witness('sel', 'elist');
  expect((await events()).map(({ description }) => description)).toEqual(
    log.map(([, , , , description]) => description),
  );
  // Read again, nothing is kept twice.
  await readNow();
  expect(await events()).toHaveLength(log.length);
});

test('a log that was cleared and begins anew loses nothing that was kept', async () => {
  await readNow();
  const before = await events();
  await runIpmitool({ ...admin, port: sim.target.port }, 'sel', 'clear');
  await sim.command('sensor_set_value 0x20 0 1 0x2a 1');
  await until(async () => (await witness('sel', 'elist')).length > 0);
  await readNow();
  const after = await events();
  expect(after.slice(0, before.length)).toEqual(before);
  expect(after.length).toBeGreaterThan(before.length);
});

test('the inventory is the one that ipmitool prints', async () => {
  await readNow();
  const row = await site.owner.client.hardwareReading.findUniqueOrThrow({
    where: { serverId_part: { serverId, part: 'inventory' } },
  });
  const told = inventoryContent
    .parse(row.content)
    .devices.flatMap(({ areas }) => areas.flatMap((a) => a.fields));
  const { output } = await runIpmitool({ ...admin, port: sim.target.port }, 'fru', 'print', '0');
  const serial = /Product Serial\s*: (\S+)/.exec(output)?.[1];
  expect(serial).toBe('SRV0001');
  expect(told).toContainEqual({ name: 'serial number', value: serial });
});
