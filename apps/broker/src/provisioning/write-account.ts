/** Puts one account on a BMC and proves that it stands. Knows the order of writes; knows no database. */
import { type AccountSlot, BmcError, type LoginCheck, type Secret, type SlotAccounts } from '@postern/bmc';
import type { Clock } from '../clock.ts';
import { BrokerFault } from '../failure.ts';
import { type AccountPlace, differencesFrom, mayWrite } from './plan.ts';

export interface NewAccount extends AccountPlace {
  readonly password: Secret;
  readonly privilege: 'operator' | 'administrator';
}

/**
 * Writes name, password, privilege, serial access, and enables the account, in the order that most firmware takes
 * (MAAS's: some refuse a privilege before a name, or enabling before a password). Can be repeated on a half-made
 * account. @throws BrokerFault `slot-taken` when the slot carries the name of somebody else; BmcError.
 */
export async function writeAccount(accounts: SlotAccounts, account: NewAccount): Promise<void> {
  const { slot, username, password, privilege } = account;
  const found = await accounts.readSlot(slot);
  if (!mayWrite(found, account)) throw slotTaken(slot);
  if (found.name !== username) {
    await settle(
      () => accounts.setName(slot, username),
      async () => nameStands(await accounts.readSlot(slot), account),
    );
  }
  // A password cannot be read back; setting the same one twice harms nobody.
  await settle(
    () => accounts.setPassword(slot, password),
    async () => false,
  );
  await settle(
    () => accounts.setPrivilege(slot, privilege),
    async () => (await accounts.readSlot(slot)).privilege === privilege,
  );
  await settle(
    () => accounts.setSerialAccess(slot, true),
    async () => false,
  );
  await settle(
    () => accounts.enable(slot),
    async () => (await accounts.readSlot(slot)).state === 'enabled',
  );
}

/**
 * Sends a write; when its answer is lost, looks whether it was carried out before sending it once more. All writes
 * here set a value, so that a second one changes nothing that the first has done.
 */
async function settle(write: () => Promise<unknown>, isApplied: () => Promise<boolean>): Promise<void> {
  try {
    await write();
  } catch (error) {
    if (!(error instanceof BmcError) || error.outcome !== 'unknown' || error.code === 'session-lost')
      throw error;
    if (!(await isApplied())) await write();
  }
}

function nameStands(entry: AccountSlot, account: AccountPlace): boolean {
  if (!mayWrite(entry, account)) throw slotTaken(account.slot);
  return entry.name === account.username;
}

function slotTaken(slot: number): BrokerFault {
  return new BrokerFault(
    'slot-taken',
    `Another tool took slot ${slot} of this BMC at the same moment. Request access again.`,
  );
}

/** Waits before each try of the new login: some firmware needs seconds until a new account counts. */
const loginDelaysMs = [0, 1_000, 3_000];

/**
 * Reads the account back and logs in with it. @throws BrokerFault `not-kept`, `login-not-working`; BmcError.
 */
export async function proveAccount(deps: {
  readonly accounts: Pick<SlotAccounts, 'readSlot'>;
  readonly account: NewAccount;
  readonly logIn: () => Promise<LoginCheck>;
  readonly clock: Clock;
}): Promise<void> {
  const differences = differencesFrom(deps.account, await deps.accounts.readSlot(deps.account.slot));
  if (differences.length > 0) {
    throw new BrokerFault(
      'not-kept',
      `The BMC accepted the account but does not hold it (${differences.join(', ')}). Support has to look at this BMC.`,
      'unknown',
    );
  }
  for (const delayMs of loginDelaysMs) {
    await deps.clock.sleep(delayMs);
    if ((await deps.logIn()) === 'accepted') return;
  }
  throw new BrokerFault(
    'login-not-working',
    'The BMC holds the new account but refuses its login. Support has to look at the password rules of this BMC.',
    'unknown',
  );
}
