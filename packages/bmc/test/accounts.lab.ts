import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  checkLogin,
  createBmcTransport,
  type IpmiBmc,
  type IpmiTarget,
  openBmc,
  Secret,
} from '../src/index.ts';
import { runIpmitool } from './run-ipmitool.ts';
import { type IpmiSim, startIpmiSim } from './start-ipmi-sim.ts';
import { startRelay } from './start-relay.ts';

const transport = createBmcTransport();
const deps = { transport, timing: { serialWatchMs: 100, commandTimeoutMs: 100, timeoutStepMs: 50 } };
const slot = 7;
const username = 'g_k3v7qz';
const password = 'Ab3-xY7_kQ9mZr2';
let sim: IpmiSim;
let bmc: IpmiBmc;
let temporary: IpmiTarget;

beforeAll(async () => {
  sim = await startIpmiSim();
  bmc = await openBmc(sim.target, deps);
  temporary = { ...sim.target, username, password: new Secret(password), privilege: 'operator' };
});

afterAll(async () => {
  await bmc.close();
  await transport.close();
  await sim.stop();
});

test('an account that we make lets ipmitool in, until we take it away', async () => {
  await makeAccount();
  expect(await bmc.accounts.readSlot(slot)).toMatchObject({
    name: username,
    privilege: 'operator',
    messaging: true,
    fixedName: false,
  });
  expect(await checkLogin(temporary, deps)).toBe('accepted');
  const alive = await witness('chassis', 'power', 'status');
  expect(alive).toMatchObject({ succeeded: true, output: expect.stringContaining('Chassis Power is') });

  await bmc.accounts.disable(slot);
  expect(await checkLogin(temporary, deps)).toBe('refused');
  expect(await witness('chassis', 'power', 'status')).toMatchObject({ succeeded: false });

  await bmc.accounts.setPrivilege(slot, 'none');
  await bmc.accounts.setPassword(slot, new Secret('another-password'));
  await bmc.accounts.setName(slot, '');
  expect(await bmc.accounts.readSlot(slot)).toMatchObject({ name: '', privilege: 'none', messaging: false });
  expect(await checkLogin(temporary, deps)).toBe('refused');
});

test('the table shows what ipmitool shows', async () => {
  await makeAccount();
  const table = await bmc.accounts.readTable();
  expect(table.maxSlots).toBe(63);
  expect(table.slots).toHaveLength(63);
  const named = table.slots.filter((entry) => entry.name !== '').map(({ slot: id, name }) => `${id} ${name}`);
  const login = { port: sim.target.port, username: 'ipmiusr', password: 'test' };
  const { output } = await runIpmitool(login, 'user', 'list', '1');
  const theirs = output
    .split('\n')
    .map((line) => /^(\d+)\s+([a-z_]\S*)\s+(?:true|false)\s+(?:true|false)\s+(?:true|false)\s/.exec(line))
    .flatMap((match) => (match === null ? [] : [`${match[1]} ${match[2]}`]));
  expect(named).toEqual(theirs);
  expect(named).toContain(`${slot} ${username}`);
});

test('a live session that the BMC will not end is counted as remaining, and gone when it is', async () => {
  await makeAccount();
  const live = await openBmc(temporary, deps);
  await bmc.accounts.disable(slot);
  expect(await live.power.state()).toBe('off');
  expect(await bmc.accounts.endSessions(slot)).toEqual({ ended: 0, remaining: 1, told: true });
  await live.close();
  expect(await bmc.accounts.endSessions(slot)).toEqual({ ended: 0, remaining: 0, told: true });
});

test("a session whose id a relay saw is ended, somebody else's is not", async () => {
  await makeAccount();
  const relay = await startRelay(sim.target.port);
  const live = await openBmc({ ...temporary, port: relay.port }, deps);
  const other = await openBmc({ ...sim.target, port: relay.port }, deps);
  expect(relay.openedSessions).toHaveLength(2);
  expect(await bmc.accounts.endSessions(slot, relay.openedSessions)).toEqual({
    ended: 1,
    remaining: 0,
    told: true,
  });
  const hasty = expect(live.power.state()).rejects.toMatchObject({ code: 'unreachable' });
  expect(await other.power.state()).toBe('off');
  await hasty;
  await live.close();
  await other.close();
  await relay.close();
});

test('a serial console of a revoked account is cut', async () => {
  await makeAccount();
  const live = await openBmc({ ...temporary, privilege: 'administrator' }, deps);
  const console = await live.serial.open();
  const closed = new Promise<Error>((resolve) => console.once('error', resolve));
  await bmc.accounts.endSessions(slot);
  expect(await closed).toMatchObject({ code: 'serial-busy' });
  await live.close();
});

test('a session shows with its slot and privilege', async () => {
  await makeAccount();
  const live = await openBmc(temporary, deps);
  const sessions = await bmc.accounts.listSessions();
  expect(sessions).toContainEqual(expect.objectContaining({ slot, privilege: 'operator' }));
  await live.close();
});

test('passwords of 15 and 16 bytes work; longer ones are refused, never cut', async () => {
  for (const length of [15, 16]) {
    const value = 'Zq7-'.repeat(4).slice(0, length);
    await makeAccount();
    await bmc.accounts.setPassword(slot, new Secret(value));
    expect(await checkLogin({ ...temporary, password: new Secret(value) }, deps)).toBe('accepted');
    const login = { port: sim.target.port, username, password: value, privilege: 'OPERATOR' } as const;
    expect(await runIpmitool(login, 'mc', 'info')).toMatchObject({ succeeded: true });
  }
  await expect(bmc.accounts.setPassword(slot, new Secret('x'.repeat(17)))).rejects.toMatchObject({
    code: 'misuse',
  });
});

test('a command that the BMC does not have is reported as not supported', async () => {
  expect(await bmc.accounts.setSerialAccess(slot, true)).toBe('not-supported');
});

test('an operator may not write accounts', async () => {
  await makeAccount();
  const live = await openBmc(temporary, deps);
  await expect(live.accounts.setName(9, 'intruder')).rejects.toMatchObject({
    code: 'privilege-refused',
    outcome: 'not-applied',
  });
  await live.close();
});

async function makeAccount(): Promise<void> {
  await bmc.accounts.setName(slot, username);
  await bmc.accounts.setPassword(slot, new Secret(password));
  await bmc.accounts.setPrivilege(slot, 'operator');
  await bmc.accounts.enable(slot);
}

function witness(...command: string[]) {
  return runIpmitool({ port: sim.target.port, username, password, privilege: 'OPERATOR' }, ...command);
}
