import { afterEach, beforeEach, expect, test } from 'vitest';
import { createVirtualBmc, habits, type VirtualBmc, type VirtualBmcOptions } from '../../testing/index.ts';
import type { IpmiBmc, IpmiTarget, NamedAccount, NamedAccounts } from '../capabilities.ts';
import { BmcError } from '../errors.ts';
import { checkLogin } from '../ipmi/check-login.ts';
import { openIpmiBmc } from '../ipmi/driver/open-ipmi-bmc.ts';
import { type BmcTransport, createBmcTransport } from '../ipmi/transport/transport.ts';
import { Secret } from '../secret.ts';
import { makeAccount } from './make-account.ts';
import { removeAccount } from './remove-account.ts';

const admin = { slot: 2, name: 'admin', password: 'admin-pass-01', privilege: 'administrator' } as const;
const account = {
  username: 'g_k3v7qzabcdef',
  password: new Secret('Ab3-xY7_kQ9mZr'),
  privilege: 'operator',
} as const;
const timing = { handshakeTimeoutMs: 300, commandTimeoutMs: 100, timeoutStepMs: 50, sendOnceTimeoutMs: 300 };

let transport: BmcTransport;
let virtual: VirtualBmc;
let bmc: IpmiBmc;

beforeEach(() => {
  transport = createBmcTransport();
});

afterEach(async () => {
  await bmc.close();
  await transport.close();
  await virtual.close();
});

async function start(options: Partial<VirtualBmcOptions> = {}): Promise<void> {
  virtual = await createVirtualBmc({ users: [admin], ...options });
  bmc = await openIpmiBmc(as({ username: admin.name, password: new Secret(admin.password) }), deps());
}

function deps() {
  return { transport, timing };
}

function as(login: Pick<IpmiTarget, 'username' | 'password' | 'privilege'>): IpmiTarget {
  return { host: virtual.host, port: virtual.port, ...login };
}

function make(more: Partial<Parameters<typeof makeAccount>[0]> = {}) {
  return makeAccount({
    accounts: bmc.accounts,
    account,
    logIn: () => checkLogin(as(account), deps()),
    wait: async () => undefined,
    ...more,
  });
}

function remove(slot: number) {
  return removeAccount({
    accounts: bmc.accounts,
    account: { username: account.username, slot },
    scramblePassword: () => new Secret('Nobody-keeps-01'),
    tryOldLogin: () => checkLogin(as(account), deps()),
  });
}

test.each(Object.keys(habits) as (keyof typeof habits)[])(
  'on firmware of the kind %s an account is made, proven, and proven gone',
  async (habit) => {
    await start({ habit });
    const place = await make();
    expect(place).toEqual({ username: account.username, slot: virtual.habit.slots });
    expect(virtual.server.users.list().find(({ slot }) => slot === place.slot)).toMatchObject({
      name: account.username,
      enabled: true,
    });
    expect(await remove(virtual.habit.slots)).toMatchObject({ proven: true, evidence: { login: 'refused' } });
    expect(virtual.server.users.list().map(({ name }) => name)).not.toContain(account.username);
    expect(virtual.sessions()).toHaveLength(1);
  },
);

test('the place is told before the first write', async () => {
  await start();
  const stop = new TypeError('the row could not be written');
  const refuse = make({ onPlace: () => Promise.reject(stop) });
  await expect(refuse).rejects.toBe(stop);
  expect(virtual.effects.received.get('set-user-name')).toBeUndefined();
});

test('lost answers are looked after, never guessed', async () => {
  await start();
  for (const name of ['set-user-name', 'set-user-access', 'set-user-password'] as const)
    virtual.faults.commands.set(name, { kind: 'lose-answer', times: 1 });
  const { slot = 0 } = await make();
  expect(await remove(slot)).toMatchObject({ proven: true });
});

test('a BMC that says yes and does nothing is found out', async () => {
  await start();
  virtual.faults.commands.set('set-user-access', { kind: 'lie' });
  await expect(make()).rejects.toMatchObject({ code: 'not-kept', outcome: 'unknown' });
});

test('a login that does not work is found out', async () => {
  await start();
  await expect(make({ logIn: async () => 'refused' })).rejects.toMatchObject({ code: 'login-not-working' });
});

test('a full table is said to be full', async () => {
  await start();
  await expect(make({ allowedSlots: [1, 2] })).rejects.toMatchObject({ code: 'no-free-slot' });
});

/** A service that creates accounts under their names, in memory; `lost` drops the answer of the next creation. */
function namedAccounts(lost: {
  answers: number;
}): NamedAccounts & { readonly held: Map<string, NamedAccount> } {
  const held = new Map<string, NamedAccount>();
  const change = (name: string, changes: Partial<NamedAccount>) => {
    const found = held.get(name);
    if (found !== undefined) held.set(name, { ...found, ...changes });
  };
  return {
    model: 'named',
    held,
    list: async () => [...held.values()],
    find: async (name) => held.get(name),
    async create({ name, privilege }) {
      if (held.has(name)) throw new Error('created twice');
      held.set(name, { name, privilege, state: 'enabled', lockedOut: false });
      if (lost.answers-- > 0) throw lostAnswer();
    },
    setPassword: async () => undefined,
    setPrivilege: async (name, privilege) => change(name, { privilege }),
    enable: async (name) => change(name, { state: 'enabled' }),
    disable: async (name) => change(name, { state: 'disabled' }),
    remove: async (name) => void held.delete(name),
    listSessions: async () => [],
    endSessions: async () => ({ ended: 1, remaining: 0, told: true }),
  };
}

test('where accounts are named, one whose creation was not answered is not created twice', async () => {
  await start();
  const accounts = namedAccounts({ answers: 1 });
  const proof = { accounts, logIn: async () => 'accepted' as const };
  expect(await make(proof)).toEqual({ username: account.username });
  const removal = await removeAccount({
    accounts,
    account: { username: account.username },
    scramblePassword: () => new Secret('Nobody-keeps-01'),
    tryOldLogin: async () => 'refused',
  });
  expect(removal).toMatchObject({ proven: true, evidence: { readBack: 'absent', sessionsEnded: 1 } });
  expect(accounts.held.size).toBe(0);
});

function lostAnswer(): BmcError {
  return new BmcError('unreachable', 'no answer', { outcome: 'unknown', retry: 'later' });
}
