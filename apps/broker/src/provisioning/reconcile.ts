/**
 * Compares a BMC's users with the rows: removes what is ours and should not be there, remembers all that is, and reports
 * what is nobody's.
 */
import { type AccountTable, disabledSlotName, removeAccount, Secret } from '@postern/bmc';
import {
  appendAuditEvent,
  assertLease,
  clearTaint,
  type ForeignFinding,
  listKnownAccounts,
  listTakenSlots,
  readPolicyOfServer,
  recordBmcUsers,
  type Tx,
} from '@postern/database';
import { newAccountPassword, type SeenBmcUser } from '@postern/domain';
import type { BrokerParts } from '../broker-parts.ts';
import type { BmcHold } from './bmc-lanes.ts';
import { type ObserveFacts, observeUsers } from './observe.ts';
import { reviewUsers, type UserReview } from './plan.ts';
import { compareSnapshots } from './user-snapshot.ts';
import { type BmcUser, type BmcUsers, namedUsers, readUsers } from './users.ts';

/** A BMC's users after they were set right. */
export interface TidiedUsers {
  readonly users: BmcUsers;
  /** The same as they are remembered, each with whose he is. */
  readonly seen: readonly SeenBmcUser[];
  /** What was found before anything was removed. */
  readonly review: UserReview;
}

/** Reads the users of one BMC and sets them right. @throws BmcError, BrokerFault when they cannot be read. */
export async function reconcileBmc(parts: BrokerParts, bmcId: string): Promise<UserReview> {
  return parts.lanes.hold(bmcId, async (hold) => {
    const bmc = await hold.bmc();
    const { review, users } = await tidyUsers(parts, hold, await readUsers(bmc.accounts));
    await compareSnapshots(parts, hold, users);
    if (users.model === 'slots') await forgetTaints(parts, hold, users.table);
    return review;
  });
}

/** The same with users that were just read. */
export async function tidyUsers(parts: BrokerParts, hold: BmcHold, read: BmcUsers): Promise<TidiedUsers> {
  const { facts, expectedNames } = await readRows(parts, hold);
  const review = reviewUsers(namedUsers(read), { ...facts, expectedNames });
  for (const orphan of review.orphans) await removeOrphan(parts, hold, orphan);
  for (const username of review.missing) {
    parts.log.warn(
      { bmcId: hold.facts.bmcId, code: 'account-missing' },
      `the BMC lost the account ${username}`,
    );
  }
  const users = review.orphans.length === 0 ? read : await readUsers((await hold.bmc()).accounts);
  return { users, review, seen: await remember(parts, hold, users, facts) };
}

/** What the rows say of the users that should be there. */
async function readRows(
  { db }: BrokerParts,
  hold: BmcHold,
): Promise<{ readonly facts: ObserveFacts; readonly expectedNames: ReadonlySet<string> }> {
  const { bmcId, allowedSlots } = hold.facts;
  const known = await listKnownAccounts(db.client, { bmcId });
  const taken = await listTakenSlots(db.client, { bmcId });
  const takenSlots = new Set(known.flatMap(({ slot }) => slot ?? []));
  const active = known.filter(({ grantState }) => grantState === 'active');
  return {
    facts: {
      allowedSlots,
      takenSlots,
      taintedSlots: new Set(taken.filter((slot) => !takenSlots.has(slot))),
      knownNames: new Set(known.map(({ username }) => username)),
      loginName: hold.loginName(),
    },
    expectedNames: new Set(active.map(({ username }) => username)),
  };
}

/** Remembers who is there. Whoever is foreign is never touched: he may be the hoster's own monitoring. */
async function remember(
  parts: BrokerParts,
  hold: BmcHold,
  users: BmcUsers,
  facts: ObserveFacts,
): Promise<readonly SeenBmcUser[]> {
  const { bmcId } = hold.facts;
  const seen = { bmcId, ...observeUsers(users, facts) };
  await parts.db.transaction(async (tx) => {
    await assertLease(tx, hold.fence);
    for (const finding of await recordBmcUsers(tx, seen)) await reportForeign(tx, parts, hold, finding);
  });
  return seen.users;
}

/** A leftover that somebody has cleaned up by other means frees its slot. */
async function forgetTaints({ db }: BrokerParts, { facts }: BmcHold, table: AccountTable): Promise<void> {
  for (const slot of await listTakenSlots(db.client, { bmcId: facts.bmcId })) {
    const entry = table.slots.find((candidate) => candidate.slot === slot);
    if (entry?.name !== disabledSlotName(slot)) await clearTaint(db.client, { bmcId: facts.bmcId, slot });
  }
}

/** No row knows its password, so its login cannot be tried; the read-back has to do. */
async function removeOrphan(parts: BrokerParts, hold: BmcHold, orphan: BmcUser): Promise<void> {
  const { bmcId, serverId, organisationId } = hold.facts;
  const { name: username, ...place } = orphan;
  const removal = await removeAccount({
    accounts: (await hold.bmc()).accounts,
    account: { username, ...place },
    scramblePassword: () => new Secret(newAccountPassword(parts.randomInt)),
  });
  if (!removal.proven) {
    parts.log.warn({ bmcId, ...place }, 'an account without a grant could not be removed yet');
    return;
  }
  parts.metrics.orphansRemoved.inc();
  await appendAuditEvent(parts.db.client, {
    type: 'account.orphan-removed',
    actor: parts.actor,
    outcome: 'ok',
    organisationId: organisationId ?? undefined,
    serverId,
    details: { bmcId, ...place, username },
  });
}

async function reportForeign(
  tx: Tx,
  { actor }: BrokerParts,
  { facts }: BmcHold,
  { user, report, formerName }: ForeignFinding,
): Promise<void> {
  const isNew = report === 'found' || report === 'returned';
  const told = (await readPolicyOfServer(tx, facts.serverId))?.policy.tellForeignAccounts === true;
  await appendAuditEvent(tx, {
    type: isNew ? 'account.foreign-found' : 'account.foreign-changed',
    actor,
    outcome: 'ok',
    // An event without a tenant is for staff alone.
    organisationId: told ? (facts.organisationId ?? undefined) : undefined,
    serverId: facts.serverId,
    details: {
      bmcId: facts.bmcId,
      ...(user.slot === null ? {} : { slot: user.slot }),
      username: user.name,
      privilege: user.privilege,
      report,
      ...(formerName === null ? {} : { formerName }),
    },
  });
}
