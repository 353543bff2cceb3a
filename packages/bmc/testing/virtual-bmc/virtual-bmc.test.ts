import { afterEach, expect, test } from 'vitest';
import {
  checkLogin,
  createBmcTransport,
  type IpmiBmc,
  type IpmiTarget,
  openBmc,
  Secret,
} from '../../src/index.ts';
import { createManualClock } from '../clock.ts';
import { habits } from '../vendors/habits.ts';
import { createVirtualBmc, type VirtualBmc, type VirtualBmcOptions } from './virtual-bmc.ts';

const transport = createBmcTransport();
/** Short waits: everything is on one machine. */
const timing = {
  handshakeTimeoutMs: 100,
  handshakeAttempts: 10,
  commandTimeoutMs: 60,
  commandAttempts: 10,
  timeoutStepMs: 0,
  sendOnceTimeoutMs: 300,
  closeTimeoutMs: 50,
};
const deps = { transport, timing };
const powerDelays = { onMs: 0, offMs: 0, resetMs: 0, cyclePauseMs: 0, softOffMs: 0 };
const closers: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

async function start(options: Partial<VirtualBmcOptions> = {}): Promise<VirtualBmc> {
  const bmc = await createVirtualBmc({
    users: [{ slot: 2, name: 'admin', password: 'admin-pass-01', privilege: 'administrator' }],
    initialPower: 'on',
    powerDelays,
    ...options,
  });
  closers.push(() => bmc.close());
  return bmc;
}

function target({ port }: VirtualBmc, login: Partial<IpmiTarget> = {}): IpmiTarget {
  return { host: '127.0.0.1', port, username: 'admin', password: new Secret('admin-pass-01'), ...login };
}

async function login(bmc: VirtualBmc, as: Partial<IpmiTarget> = {}): Promise<IpmiBmc> {
  const client = await openBmc(target(bmc, as), deps);
  closers.push(() => client.close());
  return client;
}

/** Lets timers of no delay run. */
const settle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 10));

async function makeAccount(
  client: IpmiBmc,
  slot: number,
  name: string,
  password: string,
): Promise<Partial<IpmiTarget>> {
  await client.accounts.setName(slot, name);
  await client.accounts.setPassword(slot, new Secret(password));
  await client.accounts.setPrivilege(slot, 'operator');
  await client.accounts.setSerialAccess(slot, true);
  await client.accounts.enable(slot);
  return { username: name, password: new Secret(password), privilege: 'operator' };
}

test('a lost answer leaves one reset done and one received', async () => {
  const bmc = await start();
  const client = await login(bmc);
  bmc.faults.commands.set('chassis-control', { kind: 'lose-answer' });
  await expect(client.power.apply('reset')).rejects.toMatchObject({ outcome: 'unknown' });
  await settle();
  expect(bmc.server.power.counts.resets).toBe(1);
  expect(bmc.effects.received.get('chassis-control')).toBe(1);
});

test('a BMC that lies says yes and does nothing', async () => {
  const bmc = await start();
  const client = await login(bmc);
  bmc.faults.commands.set('chassis-control', { kind: 'lie', times: 1 });
  await client.power.apply('off');
  await settle();
  expect(await client.power.state()).toBe('on');
  expect(bmc.effects.performed.has('chassis-control')).toBe(false);
  await client.power.apply('off');
  await settle();
  expect(await client.power.state()).toBe('off');
});

test('a refused command carries the completion code it was told to', async () => {
  const bmc = await start();
  const client = await login(bmc);
  bmc.faults.commands.set('get-chassis-status', { kind: 'refuse', completionCode: 0xd5, times: 1 });
  await expect(client.power.state()).rejects.toMatchObject({ completionCode: 0xd5 });
  expect(await client.power.state()).toBe('on');
});

test('a late answer still arrives, once', async () => {
  const bmc = await start();
  const client = await login(bmc);
  bmc.faults.commands.set('chassis-control', { kind: 'late', delayMs: 100 });
  await client.power.apply('reset');
  expect(bmc.server.power.counts.resets).toBe(1);
});

test('a hanging BMC cannot be reached, and can again when it wakes', async () => {
  const bmc = await start();
  bmc.faults.hang = true;
  const impatient = { transport, timing: { handshakeTimeoutMs: 30, handshakeAttempts: 2, timeoutStepMs: 0 } };
  await expect(openBmc(target(bmc), impatient)).rejects.toMatchObject({ code: 'unreachable' });
  bmc.faults.hang = false;
  expect(await checkLogin(target(bmc), deps)).toBe('accepted');
});

test('a reboot in the middle of a command ends every session and keeps the users', async () => {
  const bmc = await start();
  const client = await login(bmc);
  bmc.faults.commands.set('set-user-name', { kind: 'reboot', done: true, downMs: 50, times: 1 });
  await expect(client.accounts.setName(5, 'g_test')).rejects.toMatchObject({ outcome: 'unknown' });
  expect(bmc.effects.reboots).toBe(1);
  expect(bmc.sessions()).toHaveLength(0);
  expect(bmc.server.users.slot(5)?.name).toBe('g_test');
  await login(bmc);
});

test('over a bad cable every read is right and a reset is done at most once', async () => {
  const bmc = await start({ faultSeed: 7 });
  const client = await login(bmc);
  Object.assign(bmc.faults.wire, {
    loss: 0.15,
    duplication: 0.2,
    reordering: 0.2,
    garbling: 0.1,
    delayMs: 2,
  });
  for (let slot = 1; slot <= 10; slot += 1) expect((await client.accounts.readSlot(slot)).slot).toBe(slot);
  const outcome = await client.power.apply('reset').then(
    () => 'done',
    () => 'unknown',
  );
  Object.assign(bmc.faults.wire, { loss: 0, duplication: 0, reordering: 0, garbling: 0, delayMs: 0 });
  await settle();
  const { resets } = bmc.server.power.counts;
  expect(outcome === 'done' ? [1] : [0, 1]).toContain(resets);
});

test('a full slot table shows a name everywhere and takes none', async () => {
  const bmc = await start();
  const client = await login(bmc);
  bmc.faults.slotTableFull = true;
  const { slots } = await client.accounts.readTable();
  expect(slots.filter(({ name }) => name === '')).toHaveLength(0);
  await expect(client.accounts.setName(9, 'g_test')).rejects.toMatchObject({ code: 'rejected' });
});

test('a password cut short is taken without an error and does not log in', async () => {
  const bmc = await start();
  const client = await login(bmc);
  bmc.faults.passwordKept = 12;
  const account = await makeAccount(client, 5, 'g_test', 'Ab3-xY7_kQ9mZr2');
  expect(await checkLogin(target(bmc, account), deps)).toBe('refused');
});

test('a wrong stored password refuses everybody, and the console notices it first', async () => {
  const bmc = await start();
  bmc.faults.wrongStoredPassword = true;
  expect(await checkLogin(target(bmc), deps)).toBe('refused');
  expect(bmc.effects.logins).toMatchObject({ accepted: 0, refusedPasswords: 0 });
});

test('a session ends with its user, unless sessions survive here', async () => {
  const bmc = await start();
  const client = await login(bmc);
  const account = await makeAccount(client, 5, 'g_test', 'Ab3-xY7_kQ9mZr2');
  const live = await login(bmc, account);
  bmc.faults.sessionsSurvive = true;
  await client.accounts.disable(5);
  expect(await live.power.state()).toBe('on');
  bmc.faults.sessionsSurvive = false;
  await client.accounts.disable(5);
  await expect(live.power.state()).rejects.toMatchObject({ name: 'BmcError' });
});

test('sessions of a user are ended by handle, unless the BMC refuses that', async () => {
  const bmc = await start();
  const client = await login(bmc);
  const account = await makeAccount(client, 5, 'g_test', 'Ab3-xY7_kQ9mZr2');
  await login(bmc, account);
  bmc.faults.closeByHandle = 0x87;
  expect(await client.accounts.endSessions(5)).toEqual({ ended: 0, remaining: 1, told: true });
  bmc.faults.closeByHandle = undefined;
  expect(await client.accounts.endSessions(5)).toEqual({ ended: 1, remaining: 0, told: true });
  expect(bmc.sessions().map(({ slot }) => slot)).toEqual([2]);
});

test('an operator may use the power and not the users', async () => {
  const bmc = await start();
  const account = await makeAccount(await login(bmc), 5, 'g_test', 'Ab3-xY7_kQ9mZr2');
  const live = await login(bmc, account);
  await live.power.apply('reset');
  await expect(live.accounts.setName(6, 'g_more')).rejects.toMatchObject({ completionCode: 0xd4 });
  const above = target(bmc, { ...account, privilege: 'administrator' });
  await expect(openBmc(above, deps)).rejects.toMatchObject({ code: 'privilege-refused' });
});

test('an idle session is dropped and its place is free', async () => {
  const clock = createManualClock();
  const bmc = await start({ clock, habit: { ...habits['postern-default'], sessionLimit: 1 } });
  await login(bmc);
  await expect(openBmc(target(bmc), deps)).rejects.toMatchObject({ code: 'no-session-slot' });
  clock.advance(60_000);
  expect(bmc.sessions()).toHaveLength(0);
  await login(bmc);
});

test('openbmc offers suite 17 alone, refuses NO ACCESS, and deletes with the name', async () => {
  const bmc = await start({ habit: 'openbmc' });
  const client = await login(bmc, { cipherSuite: 3 });
  expect(client.cipherSuite).toBe(17);
  await makeAccount(client, 5, 'g_test', 'Ab3-xY7_kQ9mZr2');
  await client.accounts.setPrivilege(5, 'none').catch(() => {});
  expect(bmc.server.users.slot(5)?.privilege).not.toBe(0x0f);
  await client.accounts.setName(5, '');
  expect(bmc.server.users.slot(5)).toMatchObject({ name: '', enabled: false, privilege: 0 });
  await expect(client.accounts.setName(5, 'with-hyphen')).rejects.toMatchObject({ completionCode: 0xcc });
});

test('supermicro has ten slots and keeps the name of a user who is logged in', async () => {
  const bmc = await start({ habit: 'supermicro' });
  const client = await login(bmc);
  expect((await client.accounts.readTable()).maxSlots).toBe(10);
  const account = await makeAccount(client, 5, 'g_test', 'Ab3-xY7_kQ9mZr2');
  await login(bmc, account);
  await expect(client.accounts.setName(5, '')).rejects.toMatchObject({ completionCode: 0xd5 });
});

test('ipmi_sim offers suite 3 alone, and a live session outlasts its user', async () => {
  const bmc = await start({ habit: 'ipmi_sim' });
  const client = await login(bmc);
  expect(client.cipherSuite).toBe(3);
  expect(await client.accounts.setSerialAccess(5, true)).toBe('not-supported');
  const account = await makeAccount(client, 5, 'g_test', 'Ab3-xY7_kQ9mZr2');
  const live = await login(bmc, account);
  await client.accounts.disable(5);
  expect(await live.power.state()).toBe('on');
  expect(await client.accounts.endSessions(5)).toEqual({ ended: 0, remaining: 1, told: true });
});

test('a BMC that refuses repeats carries a request out once, however often it comes', async () => {
  const bmc = await start({ habit: { ...habits['postern-default'], refusesRepeats: true } });
  const client = await login(bmc);
  bmc.faults.commands.set('get-chassis-status', { kind: 'lose-answer' });
  await expect(client.power.state()).rejects.toMatchObject({ name: 'BmcError' });
  expect(bmc.effects.received.get('get-chassis-status')).toBeGreaterThan(1);
  expect(bmc.effects.performed.get('get-chassis-status')).toBe(1);
});

test('when all sessions are taken a login is told so', async () => {
  const bmc = await start();
  bmc.faults.sessionsFull = true;
  await expect(openBmc(target(bmc), deps)).rejects.toMatchObject({ code: 'no-session-slot' });
});

test.each(['postern-default', 'ipmi_sim'] as const)(
  '%s starts once from the device that was chosen',
  async (habit) => {
    const bmc = await start({ habit, initialPower: 'off' });
    const client = await login(bmc);
    await client.boot.write({ device: 'pxe', persistent: false, firmware: 'legacy' });
    expect((await client.boot.read()).device).toBe('pxe');
    await client.power.apply('on');
    await settle();
    expect(bmc.server.machine.state).toMatchObject({ phase: 'post', device: 'pxe' });
    expect((await client.boot.read()).device).toBe('none');
  },
);

test('a hundred BMCs answer from one process', async () => {
  const fleet = await Promise.all(Array.from({ length: 100 }, () => start()));
  const states = await Promise.all(
    fleet.map(async (bmc) => {
      const client = await openBmc(target(bmc), { transport });
      const state = await client.power.state();
      await client.close();
      return state;
    }),
  );
  expect(states).toEqual(fleet.map(() => 'on'));
  expect(fleet.every((bmc) => bmc.sessions().length === 0)).toBe(true);
});
