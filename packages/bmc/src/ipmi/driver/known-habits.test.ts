import { afterEach, beforeEach, expect, test } from 'vitest';
import { createVirtualBmc, type VirtualBmc } from '../../../testing/index.ts';
import { writeAccount } from '../../accounts/write-account.ts';
import type { AccountHabits, BmcProfile, IpmiBmc } from '../../capabilities.ts';
import { Secret } from '../../secret.ts';
import { checkLogin } from '../check-login.ts';
import { type BmcTransport, createBmcTransport } from '../transport/transport.ts';
import { openIpmiBmc } from './open-ipmi-bmc.ts';

const admin = { slot: 2, name: 'admin', password: 'admin-pass-01', privilege: 'administrator' } as const;
const refusing: AccountHabits = {
  model: 'slots',
  maxSlots: 16,
  disable: 'works',
  noAccess: 'refused',
  blankName: 'refused',
  endSession: 'refused',
  sessionsSurvive: 'survive',
  passwordBytes: 16,
  serialAccess: 'refused',
};

let transport: BmcTransport;
let virtual: VirtualBmc;
let bmc: IpmiBmc;

beforeEach(async () => {
  transport = createBmcTransport();
  virtual = await createVirtualBmc({ users: [admin] });
  bmc = await open(refusing);
});

function open(accounts: AccountHabits): Promise<IpmiBmc> {
  const profile: BmcProfile = {
    protocol: 'ipmi',
    identity: { firmware: '1.4', protocolVersion: '2.0' },
    cipherSuites: [17, 3],
    outstandingRequests: 1,
    accounts,
  };
  const login = { username: admin.name, password: new Secret(admin.password) };
  return openIpmiBmc({ host: virtual.host, port: virtual.port, ...login, profile }, { transport });
}

afterEach(async () => {
  await bmc.close();
  await transport.close();
  await virtual.close();
});

test('what a BMC was seen to refuse is not asked of it again', async () => {
  await expect(bmc.accounts.setName(9, '')).rejects.toMatchObject({
    code: 'rejected',
    outcome: 'not-applied',
  });
  expect(await bmc.accounts.setSerialAccess(9, true)).toBe('not-supported');
  await bmc.accounts.endSessions(2);
  for (const name of ['set-user-name', 'set-user-payload-access', 'close-session'] as const)
    expect(virtual.effects.received.get(name)).toBeUndefined();
});

test('where NO ACCESS is refused, the slot is held down without it, and the caller told', async () => {
  await bmc.accounts.setName(9, 'tenant');
  await expect(bmc.accounts.setPrivilege(9, 'none')).rejects.toMatchObject({ outcome: 'unknown' });
  expect(virtual.effects.received.get('set-user-access')).toBe(1);
  expect(await bmc.accounts.readSlot(9)).toMatchObject({ privilege: 'user', messaging: false });
});

test('a password of 20 bytes is set only where it was seen to work, and then opens a session', async () => {
  const username = 'tenant';
  const password = new Secret('Twenty-bytes-exactly');
  await expect(bmc.accounts.setPassword(9, password)).rejects.toMatchObject({ code: 'misuse' });
  const long = await open({ ...refusing, passwordBytes: 20 });
  const account = { username, slot: 9, password, privilege: 'operator' } as const;
  await writeAccount(long.accounts, account);
  await long.close();
  const { host, port } = virtual;
  const login = { host, port, username, password, privilege: 'operator' } as const;
  expect(await checkLogin(login, { transport })).toBe('accepted');
  const cut = { ...login, password: new Secret('Twenty-bytes-exa') };
  expect(await checkLogin(cut, { transport })).toBe('refused');
});
