import { expect, test } from 'vitest';
import type { AccountSlot, SlotAccounts } from '../capabilities.ts';
import { BmcError, type BmcErrorCode } from '../errors.ts';
import { Secret } from '../secret.ts';
import { removeAccount } from './remove-account.ts';

const account = { slot: 9, username: 'g_abcdefghijkl' };

type Write = 'setName' | 'setPassword' | 'setPrivilege' | 'setSerialAccess' | 'disable' | 'endSessions';
type Method = Write | 'readTable' | 'readSlot' | 'readName';

function refusal(code: BmcErrorCode = 'rejected'): BmcError {
  const isAnswer = code === 'rejected';
  return new BmcError(code, 'refused', {
    outcome: isAnswer ? 'not-applied' : 'unknown',
    retry: 'later',
    ...(isAnswer ? { completionCode: 0xcc } : {}),
  });
}

/** A BMC of ten slots in memory, whose calls are listed and can be made to fail. */
function memoryBmc(failing: Partial<Record<Method, () => Error | undefined>> = {}) {
  const slots: AccountSlot[] = Array.from({ length: 10 }, (_, index) => ({
    slot: index + 1,
    name: '',
    state: 'disabled',
    privilege: 'unset',
    messaging: false,
    fixedName: false,
  }));
  const calls: string[] = [];
  const at = (slot: number) =>
    slots.find((entry) => entry.slot === slot) as { -readonly [K in keyof AccountSlot]: AccountSlot[K] };
  Object.assign(at(9), { name: account.username, state: 'enabled', privilege: 'operator', messaging: true });

  function call<T>(method: Method, detail: string, effect: () => T): Promise<T> {
    calls.push(`${method} ${detail}`.trim());
    const error = failing[method]?.();
    return error === undefined ? Promise.resolve(effect()) : Promise.reject(error);
  }
  const accounts: SlotAccounts = {
    model: 'slots',
    readTable: () =>
      call('readTable', '', () => ({ maxSlots: 10, slots: slots.map((entry) => ({ ...entry })) })),
    countSlots: async () => 10,
    readName: (slot) => call('readName', String(slot), () => at(slot).name),
    readSlot: (slot) => call('readSlot', String(slot), () => ({ ...at(slot) })),
    setName: (slot, name) =>
      call('setName', `${slot} "${name}"`, () => void Object.assign(at(slot), { name })),
    setPassword: (slot) => call('setPassword', String(slot), () => undefined),
    setPrivilege: (slot, privilege) =>
      call(
        'setPrivilege',
        `${slot} ${privilege}`,
        () => void Object.assign(at(slot), { privilege, messaging: false }),
      ),
    setSerialAccess: (slot) => call('setSerialAccess', String(slot), () => 'done' as const),
    enable: () => Promise.reject(new Error('nobody enables what is removed')),
    disable: (slot) =>
      call('disable', String(slot), () => void Object.assign(at(slot), { state: 'disabled' })),
    listSessions: async () => [],
    endSessions: (slot) => call('endSessions', String(slot), () => ({ ended: 1, remaining: 0, told: true })),
  };
  return { accounts, calls, at };
}

function remove(bmc: { accounts: SlotAccounts }, login: 'accepted' | 'refused' = 'refused') {
  return removeAccount({
    accounts: bmc.accounts,
    account,
    scramblePassword: () => new Secret('nobody-keeps-me'),
    tryOldLogin: async () => login,
  });
}

const always = (code?: BmcErrorCode) => () => refusal(code);
const writesOf = (calls: readonly string[]) => calls.filter((call) => !call.startsWith('read'));

test('disable, privilege, password, name, sessions: in this order, then the proof', async () => {
  const bmc = memoryBmc();
  const removal = await remove(bmc);
  expect(writesOf(bmc.calls)).toEqual([
    'disable 9',
    'setSerialAccess 9',
    'setPrivilege 9 none',
    'setPassword 9',
    'setName 9 ""',
    'endSessions 9',
  ]);
  expect(bmc.calls.at(-1)).toBe('readTable');
  expect(removal).toMatchObject({
    proven: true,
    evidence: {
      readBack: 'absent',
      login: 'refused',
      sessionsEnded: 1,
      sessionsRemaining: 0,
      sessionsTold: true,
      refusedSteps: [],
    },
  });
});

test('nobody logs in any more before the long reading of the table begins', async () => {
  const bmc = memoryBmc();
  await remove(bmc);
  expect(bmc.calls.slice(0, 3)).toEqual(['readName 9', 'disable 9', 'readTable']);
});

test('a step that the BMC refuses does not keep the others from being tried, and is named in the proof', async () => {
  const bmc = memoryBmc({ setPrivilege: always() });
  const removal = await remove(bmc);
  expect(bmc.calls).toContain('setName 9 ""');
  expect(removal).toMatchObject({ proven: true, evidence: { refusedSteps: ['remove-privilege'] } });
});

test('a user whom nobody may change while he is logged in is cleared once his sessions are ended', async () => {
  let loggedIn = true;
  const bmc = memoryBmc({
    setName: () => (loggedIn ? refusal() : undefined),
    endSessions: () => {
      loggedIn = false;
      return undefined;
    },
  });
  expect(await remove(bmc)).toMatchObject({ proven: true, evidence: { readBack: 'absent' } });
  expect(bmc.at(9).name).toBe('');
});

test('sessions that the BMC does not let anybody see are never told as ended', async () => {
  const removal = await remove(memoryBmc({ endSessions: always() }));
  expect(removal).toMatchObject({ proven: true, evidence: { sessionsEnded: 0, sessionsTold: false } });
});

test('a name that stays is never proven, whatever else worked', async () => {
  const removal = await remove(memoryBmc({ setName: always() }));
  expect(removal).toMatchObject({ proven: false });
  expect(removal.proven ? [] : removal.failures.at(-1)).toMatchObject({
    step: 'read-back',
    error: { code: 'account-remains' },
  });
});

test('a login that still works is never proven, whatever the table says', async () => {
  const removal = await remove(memoryBmc(), 'accepted');
  expect(removal.proven ? [] : removal.failures).toMatchObject([
    { step: 'refused-login', error: { code: 'account-remains' } },
  ]);
});

test('a BMC that falls silent is left after two silences, to be tried again later', async () => {
  const silent = always('unreachable');
  const bmc = memoryBmc({ disable: silent, setSerialAccess: silent, setPrivilege: silent });
  const removal = await remove(bmc);
  expect(removal.proven).toBe(false);
  expect(bmc.calls).toEqual([
    'readName 9',
    'disable 9',
    'readTable',
    'readSlot 9',
    'disable 9',
    'setSerialAccess 9',
  ]);
});

test('a slot that somebody else takes between the reading and the writing is left alone', async () => {
  const bmc = memoryBmc();
  const { readTable } = bmc.accounts;
  const accounts = {
    ...bmc.accounts,
    async readTable() {
      const table = await readTable();
      Object.assign(bmc.at(9), { name: 'backup', state: 'enabled' });
      return table;
    },
  };
  await remove({ accounts });
  // The one write came while the slot still was the account's.
  expect(writesOf(bmc.calls)).toEqual(['disable 9']);
  expect(bmc.at(9)).toMatchObject({ name: 'backup', state: 'enabled' });
});

test('an error of the caller stops everything at once: his lease is lost, say', async () => {
  const lost = () => new TypeError('the lease is lost');
  const bmc = memoryBmc({ disable: lost });
  await expect(remove(bmc)).rejects.toThrow('the lease is lost');
  expect(bmc.calls.at(-1)).toBe('disable 9');
});
