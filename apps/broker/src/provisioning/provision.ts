/** Makes the account of one claimed grant: reserve, write, check, activate. */
import { randomUUID } from 'node:crypto';
import { type NewAccount, proveAccount, Secret, writeAccount } from '@postern/bmc';
import {
  activateGrant,
  appendAuditEvent,
  type BmcForWork,
  clearTaint,
  type GrantToProvision,
  keepUserSnapshot,
  listKnownAccounts,
  listTakenSlots,
  renewGrantClaim,
  reserveAccount,
  setGrantStep,
  transitionGrant,
} from '@postern/database';
import {
  type AccessPath,
  chooseAccessPath,
  newAccountName,
  newAccountPassword,
  type ProvisioningStep,
} from '@postern/domain';
import { type BrokerParts, claimSeconds } from '../broker-parts.ts';
import { BrokerFault } from '../failure.ts';
import { journalBmcOf, makingSeconds } from '../journal/follow-accounts.ts';
import { endFrom, type KnownEnd } from '../journal/known-end.ts';
import { loggableError } from '../logging.ts';
import type { BmcHold } from './bmc-lanes.ts';
import { placeOf } from './place.ts';
import { isNameTaken, planSlot, type SlotSummary } from './plan.ts';
import { endsForeignSessions, readProfile } from './profile.ts';
import { tidyUsers } from './reconcile.ts';
import { recordsOf } from './user-snapshot.ts';
import { type BmcUsers, namedUsers, readUsers } from './users.ts';

/** The account as its intent row says, with the password that only this process and the row's sealed texts know. */
type ReservedAccount = NewAccount & {
  readonly accountId: string;
  readonly privilege: 'operator' | 'administrator';
};

/**
 * Goes on from the rows: a grant that has an account row already is written again into the same slot under the same
 * name. @throws BrokerFault, BmcError; `superseded` when the grant was ended meanwhile.
 */
export async function provisionGrant(parts: BrokerParts, grant: GrantToProvision): Promise<void> {
  await parts.lanes.hold(grant.bmcId, async (hold) => {
    checkOwnership(grant, hold);
    if (!grant.scopes.includes('account')) return openWithoutAccount(parts, grant, hold);
    const bmc = await hold.bmc(() => keepClaim(parts, grant));
    const account = grant.account === null ? await reserve(parts, grant, hold) : reopen(parts, grant.account);
    await showStep(parts, grant, 'writing');
    await writeAccount(bmc.accounts, account);
    await showStep(parts, grant, 'checking');
    await proveAccount({
      accounts: bmc.accounts,
      account,
      wait: (ms) => parts.clock.sleep(ms),
      async logIn() {
        await keepClaim(parts, grant);
        await hold.renewLease();
        return parts.driver.checkLogin(hold.targetFor(account));
      },
    });
    await activate(parts, grant, account, await layPath(parts, grant, hold.facts));
  });
}

/** Consoles and power work on Postern's own login: the BMC hears nothing of this grant, and there is nothing to remove. */
async function openWithoutAccount(parts: BrokerParts, grant: GrantToProvision, hold: BmcHold): Promise<void> {
  if (grant.state === 'requested') {
    const moved = await transitionGrant(parts.db.client, {
      grantId: grant.grantId,
      from: 'requested',
      to: 'provisioning',
      fence: hold.fence,
      event: {
        type: 'grant.provisioning-started',
        actor: parts.actor,
        outcome: 'ok',
        organisationId: grant.organisationId,
        serverId: grant.serverId,
        grantId: grant.grantId,
      },
    });
    if (!moved) throw new BrokerFault('superseded', 'The access was ended before it was made.');
  }
  await activate(parts, grant, null, null);
}

/** How the tenant's tools will reach the BMC. A carried path has its address before the access is ready. */
async function layPath(
  { relays }: BrokerParts,
  grant: GrantToProvision,
  facts: BmcForWork,
): Promise<AccessPath> {
  const { path } = chooseAccessPath({
    wished: facts.accessPath,
    endsForeignSessions: endsForeignSessions(readProfile(facts)),
  });
  if (path === 'carried') await relays.prepare(grant);
  return path;
}

/** The server may have changed hands, or its BMC may have been replaced, between the click and this moment. */
function checkOwnership(grant: GrantToProvision, { facts }: BmcHold): void {
  if (facts.organisationId !== grant.organisationId) {
    throw new BrokerFault('server-reassigned', 'This server was given to somebody else in the meantime.');
  }
  if (facts.serverId !== grant.serverId) {
    throw new BrokerFault(
      'bmc-changed',
      'The BMC of this server was replaced in the meantime. Request access again.',
    );
  }
}

async function keepClaim(parts: BrokerParts, grant: { readonly grantId: string }): Promise<void> {
  const { db, brokerId } = parts;
  const kept = await renewGrantClaim(db.client, {
    grantId: grant.grantId,
    brokerId,
    state: 'provisioning',
    claimSeconds,
  });
  if (!kept) throw new BrokerFault('superseded', 'The access was ended while it was being made.', 'unknown');
  await stopForBreakGlass(parts, grant);
}

/** A person at this host takes the account away at this moment: nothing more is made of it. */
async function stopForBreakGlass(
  { journal }: BrokerParts,
  { grantId }: { readonly grantId: string },
): Promise<void> {
  const { live, unrecorded } = journal.state;
  const isMeant = (id: string) => (live.get(id) ?? unrecorded.get(id))?.grantId === grantId;
  const uses = await journal.breakGlassUses();
  if (!uses.some(({ removing }) => removing.some(isMeant))) return;
  throw new BrokerFault('break-glass', 'The account was taken away by hand at the broker.', 'unknown');
}

async function showStep({ db }: BrokerParts, grant: GrantToProvision, step: ProvisioningStep): Promise<void> {
  await setGrantStep(db.client, { grantId: grant.grantId, step });
}

/** Commits the intent: from here on somebody has to look at this BMC, whatever happens to this process. */
async function reserve(parts: BrokerParts, grant: GrantToProvision, hold: BmcHold): Promise<ReservedAccount> {
  const { db, actor, vault } = parts;
  const bmc = await hold.bmc();
  const { users } = await tidyUsers(parts, hold, await readUsers(bmc.accounts));
  const taken = namedUsers(users);
  const place = await choosePlace(parts, grant, hold, users);

  const account: ReservedAccount = {
    accountId: randomUUID(),
    ...(place === undefined ? {} : { slot: place.slot }),
    username: freeName(parts, (name) => isNameTaken(taken, name)),
    password: new Secret(newAccountPassword(parts.randomInt)),
    privilege: grant.privilege,
  };
  const sealed = vault.sealAccountPassword(account.accountId, account.password);
  await db.transaction(async (tx) => {
    const about = {
      actor,
      outcome: 'ok',
      organisationId: grant.organisationId,
      serverId: grant.serverId,
      grantId: grant.grantId,
    } as const;
    const moved = await transitionGrant(tx, {
      grantId: grant.grantId,
      from: 'requested',
      to: 'provisioning',
      fence: hold.fence,
      event: { type: 'grant.provisioning-started', ...about },
    });
    if (!moved) throw new BrokerFault('superseded', 'The access was ended before it was made.');
    if (grant.privilege === 'administrator')
      await keepUserSnapshot(tx, { grantId: grant.grantId, users: recordsOf(users) });
    if (place?.tainted) await clearTaint(tx, { bmcId: grant.bmcId, slot: place.slot });
    await reserveAccount(tx, {
      accountId: account.accountId,
      grantId: grant.grantId,
      bmcId: grant.bmcId,
      slot: place?.slot ?? null,
      username: account.username,
      privilege: account.privilege,
      passwordForTenant: sealed.forTenant,
      passwordForBroker: sealed.forBroker,
    });
    await appendAuditEvent(tx, {
      type: 'account.reserved',
      ...about,
      details: detailsOf(account),
    });
  });
  await writeDown(parts, { grant, account, passwordForBroker: sealed.forBroker, hold });
  return account;
}

/**
 * On this host's disk before the BMC hears of it: should the database be away, or restored from a backup, when its time
 * is over, this broker knows where it stands.
 */
async function writeDown(
  { journal, gate }: BrokerParts,
  intent: {
    readonly grant: GrantToProvision;
    readonly account: ReservedAccount;
    readonly passwordForBroker: string;
    readonly hold: BmcHold;
  },
): Promise<void> {
  const { accountId, username, slot = null, privilege } = intent.account;
  try {
    await journal.write({
      kind: 'account',
      account: {
        accountId,
        grantId: intent.grant.grantId,
        slot,
        username,
        privilege,
        passwordForBroker: intent.passwordForBroker,
        bmc: journalBmcOf(intent.hold.facts),
        // The next look at the rows brings it.
        bmcVersion: '',
        madeHere: true,
        end: endFrom(journal.clock, makingSeconds, journal.clock.now()),
      },
    });
  } catch (cause) {
    if (cause instanceof BrokerFault) throw cause;
    throw new BrokerFault(
      'journal-unwritable',
      'The broker cannot write its own journal, so it makes no account. Is its disk full?',
      'not-applied',
      { cause },
    );
  }
  // The audit chain up to this intent: a database that lacks it was restored from before.
  await gate.look();
}

/** `undefined` where the BMC keeps users under their names: room for one more shows when it is made. */
async function choosePlace(parts: BrokerParts, grant: GrantToProvision, hold: BmcHold, users: BmcUsers) {
  if (users.model === 'named') return undefined;
  const { allowedSlots } = hold.facts;
  const plan = planSlot(users.table, { allowedSlots, ...(await ownSlots(parts, grant)) });
  if (plan.kind === 'no-free-slot') throw noFreeSlot(plan.summary);
  return plan;
}

function detailsOf({ slot, username }: ReservedAccount) {
  return { ...(slot === undefined ? {} : { slot }), username };
}

/** Slots that our own rows speak of, by whether an account may still stand there. */
async function ownSlots({ db }: BrokerParts, { bmcId }: GrantToProvision) {
  const known = await listKnownAccounts(db.client, { bmcId });
  const live = new Set(known.flatMap(({ slot }) => slot ?? []));
  const all = await listTakenSlots(db.client, { bmcId });
  return { takenSlots: live, taintedSlots: new Set(all.filter((slot) => !live.has(slot))) };
}

function reopen({ vault }: BrokerParts, row: NonNullable<GrantToProvision['account']>): ReservedAccount {
  return {
    accountId: row.accountId,
    ...placeOf(row),
    privilege: row.privilege,
    password: vault.openAccountPassword(row.accountId, row.passwordForBroker),
  };
}

function freeName({ randomInt }: BrokerParts, isTaken: (name: string) => boolean): string {
  for (;;) {
    const name = newAccountName(randomInt);
    if (!isTaken(name)) return name;
  }
}

/** The hour starts now, by the database's clock: access that took long to make is not shorter for it. */
async function activate(
  parts: BrokerParts,
  grant: GrantToProvision,
  account: ReservedAccount | null,
  accessPath: AccessPath | null,
): Promise<void> {
  const { journal } = parts;
  const askedAtMs = journal.clock.now();
  const activated = await activateGrant(parts.db, {
    grantId: grant.grantId,
    accountId: account?.accountId ?? null,
    accessPath,
    event: {
      type: 'grant.activated',
      actor: parts.actor,
      outcome: 'ok',
      organisationId: grant.organisationId,
      serverId: grant.serverId,
      grantId: grant.grantId,
      details: account === null ? { account: 'none' } : detailsOf(account),
    },
  });
  if (activated === undefined) {
    throw new BrokerFault('superseded', 'The access was ended while it was being made.', 'unknown');
  }
  const { secondsLeft } = activated;
  const end = secondsLeft === null ? null : endFrom(journal.clock, secondsLeft, askedAtMs);
  if (account !== null) await keepEnd(parts, account, end);
  parts.metrics.provisioningSeconds.observe(activated.secondsSinceRequest);
  if (accessPath === 'carried') await parts.relays.look([grant.grantId]);
}

/** The access stands whatever the disk says: this process knows its end, and its next look at the rows tries again. */
async function keepEnd(
  { journal, log }: BrokerParts,
  { accountId }: ReservedAccount,
  end: KnownEnd | null,
): Promise<void> {
  await journal.write({ kind: 'end', accountId, end }).catch((error: unknown) => {
    log.error({ accountId, error: loggableError(error) }, 'the journal could not keep an end');
  });
}

function noFreeSlot({ maxSlots, named, leftovers, taken }: SlotSummary): BrokerFault {
  const parts = [
    `${named} named`,
    leftovers.length > 0 ? `unnamed but not empty: ${leftovers.join(', ')}` : '',
    taken.length > 0 ? `kept for accounts not proven gone: ${taken.join(', ')}` : '',
  ];
  return new BrokerFault(
    'no-free-slot',
    `No free slot on this BMC (${maxSlots} in all; ${parts.filter((part) => part !== '').join('; ')}). Support has to remove a user that is no longer needed.`,
  );
}
