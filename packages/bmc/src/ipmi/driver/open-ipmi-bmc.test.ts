/** The whole client against virtual firmware with known habits, in this process, over loopback. */
import { afterEach, describe, expect, test } from 'vitest';
import { createVirtualBmc, habits, type VirtualBmc, type VirtualBmcOptions } from '../../../testing/index.ts';
import type { IpmiBmc, IpmiTarget } from '../../capabilities.ts';
import { Secret } from '../../secret.ts';
import type { Timing } from '../../timing.ts';
import { checkLogin } from '../check-login.ts';
import { createBmcTransport } from '../transport/transport.ts';
import { openIpmiBmc } from './open-ipmi-bmc.ts';

const slot = 5;
const name = 'g_k3v7qz';
const password = 'Ab3-xY7_kQ9mZr2';

/** Waits short enough for a test, long enough for a busy machine. */
const timing: Partial<Timing> = {
  handshakeTimeoutMs: 150,
  handshakeAttempts: 8,
  commandTimeoutMs: 100,
  commandAttempts: 8,
  timeoutStepMs: 20,
  sendOnceTimeoutMs: 300,
  busyDelayMs: 10,
  closeTimeoutMs: 50,
  serialRetryMs: 100,
  serialWatchMs: 200,
};

/** Repeats come soon and often: the wire is bad, but short. */
const impatient: Partial<Timing> = {
  ...timing,
  handshakeTimeoutMs: 60,
  handshakeAttempts: 20,
  commandTimeoutMs: 30,
  commandAttempts: 20,
  timeoutStepMs: 2,
};

const open: { close(): Promise<void> }[] = [];

afterEach(async () => {
  for (const closable of open.splice(0).reverse()) await closable.close();
});

describe('login', () => {
  test('suite 17 is used where the BMC has it', async () => {
    const { bmc } = await connect();
    expect(bmc.cipherSuite).toBe(17);
  });

  test('suite 3 remembered does not keep a BMC from being spoken to with 17', async () => {
    const { virtual, deps, target } = await start();
    const bmc = await opened(openIpmiBmc({ ...target, cipherSuite: 3 }, deps));
    expect(bmc.cipherSuite).toBe(17);
    expect(virtual.effects.logins.attempts).toBe(1);
  });

  test('a BMC that compares with another password refuses, and no wrong proof is sent to it', async () => {
    const { virtual, deps, target } = await start();
    virtual.faults.wrongStoredPassword = true;
    await expect(openIpmiBmc(target, deps)).rejects.toMatchObject({
      code: 'auth-failed',
      outcome: 'not-applied',
    });
    expect(await checkLogin(target, deps)).toBe('refused');
    expect(virtual.effects.logins).toMatchObject({ attempts: 4, accepted: 0, refusedPasswords: 0 });
  });

  test('a user who may not have the privilege is told so', async () => {
    const { deps, target } = await start();
    const operator = { ...target, username: 'op', password: new Secret('Operator-Pass1') };
    await expect(openIpmiBmc(operator, deps)).rejects.toMatchObject({ code: 'privilege-refused' });
    expect(await checkLogin(operator, deps)).toBe('refused');
    expect(await checkLogin({ ...operator, privilege: 'operator' }, deps)).toBe('accepted');
  });

  test('a BMC without a free session says so', async () => {
    const { deps, target } = await connect({ habit: { ...habits['postern-default'], sessionLimit: 1 } });
    await expect(openIpmiBmc(target, deps)).rejects.toMatchObject({
      code: 'no-session-slot',
      retry: 'later',
    });
    await expect(checkLogin(target, deps)).rejects.toMatchObject({ code: 'no-session-slot' });
  });

  test('a BMC that hangs is unreachable, and nothing is left waiting', async () => {
    const { virtual, deps, target } = await start();
    virtual.faults.hang = true;
    const hasty = { ...deps, timing: { ...timing, handshakeTimeoutMs: 20, handshakeAttempts: 2 } };
    await expect(checkLogin(target, hasty)).rejects.toMatchObject({ code: 'unreachable' });
  });

  test('every login is closed on the BMC', async () => {
    const { virtual, deps, target } = await start();
    for (let round = 0; round < 20; round++) await checkLogin(target, deps);
    expect(virtual.sessions()).toHaveLength(0);
  });
});

describe('firmware', () => {
  test.each(['postern-default', 'supermicro', 'ipmi_sim'] as const)(
    '%s: an account lives and dies',
    async (habit) => {
      const { bmc, deps, target, virtual } = await connect({ habit });
      await makeAccount(bmc);
      const account = {
        ...target,
        username: name,
        password: new Secret(password),
        privilege: 'operator',
      } as const;
      expect(await checkLogin(account, deps)).toBe('accepted');
      await bmc.accounts.disable(slot);
      await bmc.accounts.setPrivilege(slot, 'none');
      await bmc.accounts.setName(slot, '');
      expect(await bmc.accounts.readSlot(slot)).toMatchObject({
        name: '',
        privilege: 'none',
        messaging: false,
      });
      expect(await checkLogin(account, deps)).toBe('refused');
      expect(virtual.server.users.slot(slot)?.enabled).toBe(false);
    },
  );

  test('the table has as many slots as the BMC', async () => {
    const { bmc } = await connect({ habit: 'supermicro' });
    const table = await bmc.accounts.readTable();
    expect(table.maxSlots).toBe(10);
    expect(table.slots.filter((entry) => entry.name !== '').map((entry) => entry.name)).toEqual([
      'admin',
      'op',
    ]);
  });

  test('openbmc: NO ACCESS is refused, the slot is held down all the same, and the caller hears of it', async () => {
    const { bmc } = await connect({ habit: 'openbmc' });
    await makeAccount(bmc);
    await expect(bmc.accounts.setPrivilege(slot, 'none')).rejects.toMatchObject({
      code: 'rejected',
      completionCode: 0xcc,
      outcome: 'unknown',
    });
    expect(await bmc.accounts.readSlot(slot)).toMatchObject({ privilege: 'user', messaging: false });
  });

  test('a LAN channel other than 1 is found and written', async () => {
    const { bmc, virtual } = await connect({ habit: { ...habits['postern-default'], lanChannel: 8 } });
    await makeAccount(bmc);
    expect(virtual.server.users.slot(slot)).toMatchObject({ privilege: 3, messaging: true, enabled: true });
  });

  test.each([3, 4])('Set User Access of %i bytes is found', async (length) => {
    const habit = { ...habits['postern-default'], setUserAccessLengths: [length] };
    const { bmc, virtual } = await connect({ habit });
    await bmc.accounts.setPrivilege(slot, 'operator');
    expect(virtual.server.users.slot(slot)).toMatchObject({ privilege: 3, messaging: true });
  });

  test('sessions are ended by handle where the BMC lets us, and counted where it does not', async () => {
    const { bmc, virtual, deps, target } = await connect({ habit: 'supermicro' });
    await makeAccount(bmc);
    const account = {
      ...target,
      username: name,
      password: new Secret(password),
      privilege: 'operator',
    } as const;
    await opened(openIpmiBmc(account, deps));
    await opened(openIpmiBmc(account, deps));
    virtual.faults.closeByHandle = 0x87;
    expect(await bmc.accounts.endSessions(slot)).toEqual({ ended: 0, remaining: 2, told: true });
    virtual.faults.closeByHandle = undefined;
    expect(await bmc.accounts.endSessions(slot)).toEqual({ ended: 2, remaining: 0, told: true });
    expect(virtual.sessions()).toHaveLength(1);
  });

  test('a BMC that lies about ending sessions is found out', async () => {
    const { bmc, virtual, deps, target } = await connect({ habit: 'supermicro' });
    await makeAccount(bmc);
    const account = {
      ...target,
      username: name,
      password: new Secret(password),
      privilege: 'operator',
    } as const;
    await opened(openIpmiBmc(account, deps));
    virtual.faults.commands.set('close-session', { kind: 'lie', times: 1 });
    expect(await bmc.accounts.endSessions(slot)).toEqual({ ended: 0, remaining: 1, told: true });
  });

  test('boot flags are kept whole where the firmware keeps them', async () => {
    const { bmc } = await connect();
    const asked = { device: 'bios-setup', persistent: true, firmware: 'uefi' } as const;
    expect(await bmc.boot.write(asked)).toEqual(asked);
    expect(await bmc.boot.read()).toEqual(asked);
    await bmc.boot.write({ device: 'none', persistent: false, firmware: 'legacy' });
    expect(await bmc.boot.read()).toMatchObject({ device: 'none' });
  });
});

describe('power', () => {
  test('a lost answer means unknown, and the machine was reset exactly once', async () => {
    const { bmc, virtual } = await connect({ initialPower: 'on' });
    virtual.faults.commands.set('chassis-control', { kind: 'lose-answer' });
    await expect(bmc.power.apply('reset')).rejects.toMatchObject({ code: 'unreachable', outcome: 'unknown' });
    expect(virtual.effects.received.get('chassis-control')).toBe(1);
    expect(virtual.effects.performed.get('chassis-control')).toBe(1);
  });

  test('a reading whose answer is lost is asked for again', async () => {
    const { bmc, virtual } = await connect({ initialPower: 'on' });
    virtual.faults.commands.set('get-chassis-status', { kind: 'ignore', times: 2 });
    expect(await bmc.power.state()).toBe('on');
    expect(virtual.effects.received.get('get-chassis-status')).toBe(3);
  });

  test('an answer that comes after its repeat is taken once', async () => {
    const { bmc, virtual } = await connect({ initialPower: 'on' });
    virtual.faults.commands.set('get-chassis-status', { kind: 'late', delayMs: 150, times: 1 });
    expect(await bmc.power.state()).toBe('on');
    expect(await bmc.power.state()).toBe('on');
    expect(await bmc.identity()).toMatchObject({ protocolVersion: '2.0' });
  });

  test('a BMC that restarts in the middle loses the session, and a new one can be opened', async () => {
    const { bmc, virtual, deps, target } = await connect({ initialPower: 'on' });
    virtual.faults.commands.set('get-chassis-status', { kind: 'reboot', done: false, downMs: 50, times: 1 });
    const hasty = expect(bmc.power.state()).rejects.toMatchObject({
      code: 'unreachable',
      outcome: 'not-applied',
    });
    await hasty;
    await expect(bmc.power.state()).rejects.toMatchObject({ code: 'session-lost', retry: 'now' });
    const again = await opened(openIpmiBmc(target, deps));
    expect(await again.power.state()).toBe('on');
  });
});

describe('a bad wire', () => {
  const wires = {
    'that loses': { loss: 0.08 },
    'that repeats': { duplication: 0.3 },
    'that reorders': { reordering: 0.08 },
    'that damages': { garbling: 0.08 },
    'that does it all': { loss: 0.03, duplication: 0.2, reordering: 0.03, garbling: 0.03, delayMs: 1 },
  } as const;

  test.each(Object.entries(wires))('%s: an account is made, works and goes', async (_name, faults) => {
    const { virtual, target, deps: patient } = await start();
    const deps = { ...patient, timing: impatient };
    Object.assign(virtual.faults.wire, faults);
    const bmc = await opened(openIpmiBmc(target, deps));
    await makeAccount(bmc);
    const account = {
      ...target,
      username: name,
      password: new Secret(password),
      privilege: 'operator',
    } as const;
    expect(await checkLogin(account, deps)).toBe('accepted');
    expect((await bmc.accounts.readTable()).slots).toHaveLength(16);
    await bmc.accounts.disable(slot);
    expect(await checkLogin(account, deps)).toBe('refused');
  });

  test('resets over a wire that loses a third: never more of them than were asked for', async () => {
    const { bmc, virtual } = await connect({ initialPower: 'on' });
    virtual.faults.wire.loss = 0.3;
    virtual.faults.wire.duplication = 0.3;
    const outcomes = { done: 0, unknown: 0 };
    for (let round = 0; round < 8; round++) {
      try {
        await bmc.power.apply('reset');
        outcomes.done += 1;
      } catch (error) {
        expect(error).toMatchObject({ outcome: 'unknown' });
        outcomes.unknown += 1;
      }
    }
    const performed = virtual.effects.performed.get('chassis-control') ?? 0;
    expect(performed).toBeGreaterThanOrEqual(outcomes.done);
    expect(performed).toBeLessThanOrEqual(outcomes.done + outcomes.unknown);
  });
});

describe('serial console', () => {
  test('what is typed comes back whole and in order, on a bad wire too', async () => {
    const { bmc, virtual } = await connect({ initialPower: 'on' });
    const stream = await bmc.serial.open();
    Object.assign(virtual.faults.wire, { loss: 0.1, duplication: 0.2, garbling: 0.05 });
    const typed = 'abcdefghijklmnopqrstuvwxyz0123456789'.repeat(2);
    let seen = '';
    const complete = new Promise<void>((resolve, reject) => {
      stream.on('error', reject);
      stream.on('data', (chunk: Buffer) => {
        seen += chunk.toString('latin1');
        if (seen.includes(typed)) resolve();
      });
    });
    stream.write(typed);
    await complete;
    stream.destroy();
  });

  test('it is one at a time, and ends when the account that holds it is ended', async () => {
    const { bmc, deps, target } = await connect({ initialPower: 'on' });
    await makeAccount(bmc);
    await bmc.accounts.setSerialAccess(slot, true);
    const account = {
      ...target,
      username: name,
      password: new Secret(password),
      privilege: 'operator',
    } as const;
    const tenant = await opened(openIpmiBmc(account, deps));
    const stream = await tenant.serial.open();
    await expect(bmc.serial.open()).rejects.toMatchObject({ code: 'serial-busy' });
    const cut = new Promise<Error>((resolve) => stream.once('error', resolve));
    await bmc.accounts.endSessions(slot);
    expect(await cut).toMatchObject({ code: 'serial-busy' });
    await bmc.serial.open();
  });

  test('it is ended also where the BMC tells nobody who is logged in, and that is told', async () => {
    const { bmc, virtual } = await connect({ initialPower: 'on' });
    const stream = await bmc.serial.open();
    const cut = new Promise<Error>((resolve) => stream.once('error', resolve));
    virtual.faults.commands.set('get-session-info', { kind: 'refuse', completionCode: 0xcc });
    await expect(bmc.accounts.listSessions()).rejects.toMatchObject({ completionCode: 0xcc });
    expect(await bmc.accounts.endSessions(slot)).toEqual({ ended: 0, remaining: 0, told: false });
    expect(await cut).toMatchObject({ code: 'serial-busy' });
  });

  test('the console of another account is left alone', async () => {
    const { bmc, virtual } = await connect({ initialPower: 'on' });
    await makeAccount(bmc);
    const stream = await bmc.serial.open();
    await bmc.accounts.endSessions(slot);
    expect(stream.destroyed).toBe(false);
    expect(virtual.serialOwner()).toBeDefined();
  });
});

test('no password shows in what an error says', async () => {
  const { virtual, deps, target } = await start();
  virtual.faults.wrongStoredPassword = true;
  const error: unknown = await openIpmiBmc(target, deps).catch((reason: unknown) => reason);
  expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toContain('Admin-Pass1');
});

async function start(options: Partial<VirtualBmcOptions> = {}) {
  const virtual: VirtualBmc = await createVirtualBmc({
    users: [
      { slot: 2, name: 'admin', password: 'Admin-Pass1', privilege: 'administrator' },
      { slot: 3, name: 'op', password: 'Operator-Pass1', privilege: 'operator' },
    ],
    ...options,
  });
  const transport = createBmcTransport();
  open.push(virtual, transport);
  const target: IpmiTarget = {
    host: virtual.host,
    port: virtual.port,
    username: 'admin',
    password: new Secret('Admin-Pass1'),
  };
  return { virtual, target, deps: { transport, timing } };
}

async function connect(options: Partial<VirtualBmcOptions> = {}) {
  const started = await start(options);
  return { ...started, bmc: await opened(openIpmiBmc(started.target, started.deps)) };
}

/** Closed after the test, before its transport. */
async function opened(opening: Promise<IpmiBmc>): Promise<IpmiBmc> {
  const bmc = await opening;
  open.push(bmc);
  return bmc;
}

async function makeAccount(bmc: IpmiBmc): Promise<void> {
  await bmc.accounts.setName(slot, name);
  await bmc.accounts.setPassword(slot, new Secret(password));
  await bmc.accounts.setPrivilege(slot, 'operator');
  await bmc.accounts.enable(slot);
}
