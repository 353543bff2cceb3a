/**
 * Replaces the password that Postern logs in with, and never stands before a closed door: the next one is stored before
 * the BMC hears of it, the one before until it is seen refused. Whoever dies in between leaves both, and the next login
 * (`bmc-lanes`) finds out which of them the BMC holds.
 *
 *     rehearse → hold pending → mark sent → set → log in with it → swap → log in with the old one: refused → forget it
 */
import { type AccountAdmin, BmcError, Secret } from '@postern/bmc';
import {
  appendAuditEvent,
  assertLease,
  countLoginFailures,
  forgetLogin,
  holdPendingLogin,
  markPendingLoginSent,
  refusalsUntilFrozen,
  swapPendingLogin,
  type Tx,
} from '@postern/database';
import { type AuditEventType, newAccountPassword } from '@postern/domain';
import type { BrokerParts } from '../broker-parts.ts';
import { BrokerFault } from '../failure.ts';
import type { BmcHold } from './bmc-lanes.ts';
import { passwordBytesOf, rehearsePassword } from './rehearse-password.ts';

export interface Rotation {
  /** `finish`: only what was begun is brought to its end. */
  readonly purpose: 'replace' | 'finish';
  /** When this was first taken up: a login that is younger was already replaced by it. */
  readonly startedAt: Date;
  /** Asked before each write to the BMC; rejects when somebody else goes on. */
  readonly mayWrite: () => Promise<void>;
}

/** Waits before each try: some firmware needs seconds until a password counts. */
const settleMs = [0, 3_000];
const lastSettleMs = [0, 1_000, 3_000];

/**
 * True when a new login is stored and the old one proven dead; false when there was nothing to finish. Rejects with a
 * `BrokerFault` or `BmcError`; whatever happens, one of the stored logins works, unless the fault says `no-login-works`.
 */
export async function rotateLogin(parts: BrokerParts, hold: BmcHold, rotation: Rotation): Promise<boolean> {
  await hold.renewLease();
  // Tries what is stored in the right order, and swaps when the pending one turns out to be the BMC's.
  const bmc = await hold.bmc(rotation.mayWrite);
  if (hold.facts.sealedFormerLogin !== null) {
    await proveFormerDead(parts, hold);
    if (rotation.purpose === 'finish' || replacedSince(hold, rotation.startedAt)) return true;
  } else if (replacedSince(hold, rotation.startedAt)) return true;
  if (rotation.purpose === 'finish') return dropPending(parts, hold);

  await proveStored(hold);
  await rehearsePassword(parts, hold, bmc.accounts);
  const next = await nextLogin(parts, hold, bmc.accounts);
  await inHold(parts, hold, (tx) => markPendingLoginSent(tx, { bmcId: hold.facts.bmcId }));
  await hold.refresh();
  await setAndProve(parts, hold, bmc.accounts, next);
  await inHold(parts, hold, (tx) => swapPendingLogin(tx, { bmcId: hold.facts.bmcId }));
  await hold.refresh();
  await proveFormerDead(parts, hold);
  return true;
}

function replacedSince({ facts }: BmcHold, startedAt: Date): boolean {
  return facts.loginChangedAt !== null && facts.loginChangedAt >= startedAt;
}

/** By a login of its own: a session that is still open may have come in before the password was changed. */
async function proveStored(hold: BmcHold): Promise<void> {
  if ((await hold.tryStored(hold.facts.sealedLogin ?? '')) === 'accepted') return;
  throw new BrokerFault(
    'stored-login-refused',
    'The BMC refuses the stored login, so it cannot be replaced. An admin has to correct it.',
  );
}

async function dropPending(parts: BrokerParts, hold: BmcHold): Promise<false> {
  if (hold.facts.sealedPendingLogin !== null) {
    await proveStored(hold);
    await inHold(parts, hold, (tx) => forgetLogin(tx, { bmcId: hold.facts.bmcId, kind: 'login-pending' }));
  }
  return false;
}

interface NextLogin {
  readonly password: Secret;
  readonly sealed: string;
  readonly before: Secret;
  readonly place: (accounts: AccountAdmin, password: Secret) => Promise<void>;
}

/** The intent: committed before the BMC hears of it. A pending one that an earlier run left is taken up again. */
async function nextLogin(parts: BrokerParts, hold: BmcHold, accounts: AccountAdmin): Promise<NextLogin> {
  const { bmcId, sealedLogin, sealedPendingLogin } = hold.facts;
  const username = hold.loginName();
  const place = await findPlace(accounts, username);
  const { password: before } = parts.vault.openBmcLogin(bmcId, sealedLogin ?? '');
  if (sealedPendingLogin !== null) {
    const { password } = parts.vault.openBmcLogin(bmcId, sealedPendingLogin);
    return { password, sealed: sealedPendingLogin, before, place };
  }
  const password = new Secret(newAccountPassword(parts.randomInt, passwordBytesOf(hold)));
  const sealed = parts.vault.sealBmcLogin(bmcId, { username, password });
  await inHold(parts, hold, async (tx) => {
    if (!(await holdPendingLogin(tx, { bmcId, sealed }))) {
      throw new BrokerFault('superseded', 'Another rotation of this login was begun.');
    }
    await tell(tx, parts, hold, 'bmc.rotation-started');
  });
  return { password, sealed, before, place };
}

/** A BMC logs in the first user of a name. One that is not in its table (a directory's, say) is not ours to change. */
async function findPlace(accounts: AccountAdmin, username: string): Promise<NextLogin['place']> {
  if (accounts.model === 'named') {
    if ((await accounts.find(username)) === undefined) throw notListed();
    return async (through, password) => {
      if (through.model === 'named') await through.setPassword(username, password);
    };
  }
  const { slots } = await accounts.readTable();
  const slot = slots.find(({ name }) => name === username)?.slot;
  if (slot === undefined) throw notListed();
  return async (through, password) => {
    if (through.model === 'slots') await through.setPassword(slot, password);
  };
}

function notListed(): BrokerFault {
  return new BrokerFault(
    'login-not-listed',
    'The stored login is none of the BMC’s own users, so its password cannot be replaced here.',
  );
}

/** Sets the pending password and sees it work by a login of its own: the session at hand is no witness. */
async function setAndProve(
  parts: BrokerParts,
  hold: BmcHold,
  accounts: AccountAdmin,
  next: NextLogin,
): Promise<void> {
  try {
    await next.place(accounts, next.password);
  } catch (error) {
    if (!(error instanceof BmcError)) throw error;
    // A lost answer says nothing: whether the password arrived, the login below tells.
    if (error.outcome !== 'unknown') return fallBack(parts, hold, error);
  }
  await proveNext(parts, hold, accounts, next);
}

async function proveNext(
  parts: BrokerParts,
  hold: BmcHold,
  accounts: AccountAdmin,
  next: NextLogin,
): Promise<void> {
  for (const delayMs of settleMs) {
    await parts.clock.sleep(delayMs);
    if ((await hold.tryStored(next.sealed)) === 'accepted') return;
  }
  const refused = new BrokerFault(
    'new-login-refused',
    'The BMC took the new password and refuses a login with it. The old one is in force again.',
  );
  try {
    await next.place(accounts, next.before);
  } catch (error) {
    // Whether it is in force, the login that follows tells.
    if (!(error instanceof BmcError)) throw error;
  }
  await fallBack(parts, hold, refused);
}

/**
 * Forgets the pending login once that of before was seen to work. Where neither works, both stay stored. Always rejects.
 */
async function fallBack(parts: BrokerParts, hold: BmcHold, why: BmcError | BrokerFault): Promise<never> {
  if ((await hold.tryStored(hold.facts.sealedLogin ?? '')) !== 'accepted') {
    throw new BrokerFault(
      'no-login-works',
      'The BMC refuses both the new password and the one before. Both are kept and tried; an admin has to look at this BMC.',
    );
  }
  await inHold(parts, hold, (tx) => forgetLogin(tx, { bmcId: hold.facts.bmcId, kind: 'login-pending' }));
  throw why;
}

/**
 * The login of before must be refused. Tried until it is, once: each refusal counts, so it is put off when the next one
 * would freeze the BMC.
 */
async function proveFormerDead(parts: BrokerParts, hold: BmcHold): Promise<void> {
  const { bmcId, sealedFormerLogin } = hold.facts;
  if (sealedFormerLogin === null) return;
  if ((await countLoginFailures(parts.db.client, { bmcId })) >= refusalsUntilFrozen - 1) {
    throw new BrokerFault(
      'proof-postponed',
      'The new login works and is stored. That the old one is dead will be tried later: one more refused login would freeze this BMC.',
    );
  }
  for (const delayMs of lastSettleMs) {
    await parts.clock.sleep(delayMs);
    if ((await hold.tryStored(sealedFormerLogin)) === 'accepted') continue;
    await inHold(parts, hold, async (tx) => {
      await forgetLogin(tx, { bmcId, kind: 'login-former' });
      await tell(tx, parts, hold, 'bmc.credential-rotated');
    });
    await hold.refresh();
    return;
  }
  throw new BrokerFault(
    'old-login-lives',
    'The new login works and is stored, but the BMC still takes the old one. It will be tried again.',
  );
}

/** A transaction that commits nothing when another broker has taken over. */
function inHold(parts: BrokerParts, hold: BmcHold, write: (tx: Tx) => Promise<unknown>): Promise<void> {
  return parts.db.transaction(async (tx) => {
    await assertLease(tx, hold.fence);
    await write(tx);
  });
}

async function tell(tx: Tx, { actor }: BrokerParts, { facts }: BmcHold, type: AuditEventType): Promise<void> {
  const { bmcId, serverId } = facts;
  await appendAuditEvent(tx, { type, actor, outcome: 'ok', serverId, details: { bmcId } });
}
