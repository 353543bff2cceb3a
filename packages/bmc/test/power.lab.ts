import { afterAll, beforeAll, expect, test } from 'vitest';
import { createBmcTransport, type IpmiBmc, openBmc } from '../src/index.ts';
import { runIpmitool } from './run-ipmitool.ts';
import { type IpmiSim, startIpmiSim } from './start-ipmi-sim.ts';

const transport = createBmcTransport();
let sim: IpmiSim;
let bmc: IpmiBmc;

beforeAll(async () => {
  sim = await startIpmiSim();
  bmc = await openBmc(sim.target, { transport });
});

afterAll(async () => {
  await bmc.close();
  await transport.close();
  await sim.stop();
});

test('power on and off reach the machine, and ipmitool sees the same', async () => {
  await bmc.power.apply('on');
  expect(await bmc.power.state()).toBe('on');
  expect(await witness('chassis', 'power', 'status')).toContain('is on');
  await bmc.power.apply('off');
  expect(await bmc.power.state()).toBe('off');
  expect(await witness('chassis', 'power', 'status')).toContain('is off');
});

test('each operation reaches the machine exactly once', async () => {
  await bmc.power.apply('on');
  const before = (await sim.chassisCalls()).length;
  await bmc.power.apply('reset');
  await bmc.power.apply('soft-off');
  expect((await sim.chassisCalls()).slice(before)).toEqual(['reset 1', 'shutdown 1']);
});

test('a boot device is written, read back and seen by the machine', async () => {
  const asked = { device: 'pxe', persistent: false, firmware: 'legacy' } as const;
  expect(await bmc.boot.write(asked)).toEqual(asked);
  expect(await bmc.boot.read()).toEqual(asked);
  expect(await sim.chassisCalls()).toContain('boot pxe');
  expect(await witness('chassis', 'bootparam', 'get', '5')).toContain('Force PXE');
  await bmc.boot.write({ device: 'none', persistent: false, firmware: 'legacy' });
  expect(await bmc.boot.read()).toMatchObject({ device: 'none' });
});

test.each(['disk', 'cd', 'bios-setup'] as const)('boot device %s survives the round trip', async (device) => {
  expect(await bmc.boot.write({ device, persistent: false, firmware: 'legacy' })).toMatchObject({ device });
});

test('what the BMC drops is not claimed: ipmi_sim keeps neither "persistent" nor "uefi"', async () => {
  const held = await bmc.boot.write({ device: 'cd', persistent: true, firmware: 'uefi' });
  expect(held).toEqual({ device: 'cd', persistent: false, firmware: 'legacy' });
});

async function witness(...command: string[]): Promise<string> {
  const login = { port: sim.target.port, username: 'ipmiusr', password: 'test' };
  return (await runIpmitool(login, ...command)).output;
}
