/** Compares a BMC's users with the rows: removes what is ours and should not be there, reports what is not. */
import { type AccountTable, disabledSlotName, removeAccount, Secret } from '@postern/bmc';
import {
  appendAuditEvent,
  clearTaint,
  listKnownAccounts,
  listTakenSlots,
  readPolicyOfServer,
  reportForeignAccount,
} from '@postern/database';
import { newAccountPassword } from '@postern/domain';
import type { BrokerParts } from '../broker-parts.ts';
import type { BmcHold } from './bmc-lanes.ts';
import { reviewUsers, type UserReview } from './plan.ts';
import { type BmcUser, type BmcUsers, namedUsers, readUsers } from './users.ts';

/** Reads the users of one BMC and sets them right. @throws BmcError, BrokerFault when they cannot be read. */
export async function reconcileBmc(parts: BrokerParts, bmcId: string): Promise<UserReview> {
  return parts.lanes.hold(bmcId, async (hold) => {
    const bmc = await hold.bmc();
    const users = await readUsers(bmc.accounts);
    const review = await reviewAgainstRows(parts, hold, users);
    await settle(parts, hold, review);
    if (users.model === 'slots') await forgetTaints(parts, hold, users.table);
    return review;
  });
}

/** The same with users that were just read. Returns them as they are afterwards. */
export async function tidyUsers(parts: BrokerParts, hold: BmcHold, users: BmcUsers): Promise<BmcUsers> {
  const review = await reviewAgainstRows(parts, hold, users);
  await settle(parts, hold, review);
  if (review.orphans.length === 0) return users;
  return readUsers((await hold.bmc()).accounts);
}

async function reviewAgainstRows(parts: BrokerParts, hold: BmcHold, users: BmcUsers): Promise<UserReview> {
  const known = await listKnownAccounts(parts.db.client, { bmcId: hold.facts.bmcId });
  return reviewUsers(namedUsers(users), {
    knownNames: new Set(known.map(({ username }) => username)),
    expectedNames: new Set(
      known.filter(({ grantState }) => grantState === 'active').map((row) => row.username),
    ),
    loginName: hold.loginName(),
  });
}

async function settle(parts: BrokerParts, hold: BmcHold, review: UserReview): Promise<void> {
  for (const orphan of review.orphans) await removeOrphan(parts, hold, orphan);
  for (const user of review.foreign) await reportForeign(parts, hold, user);
  for (const username of review.missing) {
    parts.log.warn(
      { bmcId: hold.facts.bmcId, code: 'account-missing' },
      `the BMC lost the account ${username}`,
    );
  }
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

/** Never touched: it may be the hoster's own monitoring. Said once, counted always. */
async function reportForeign(parts: BrokerParts, hold: BmcHold, user: BmcUser): Promise<void> {
  const { bmcId, serverId, organisationId } = hold.facts;
  const { name: username, ...place } = user;
  const key = `${bmcId}/${place.slot ?? ''}/${username}`;
  if (parts.reportedForeigners.has(key)) return;
  parts.reportedForeigners.add(key);
  const told = (await readPolicyOfServer(parts.db.client, serverId))?.policy.tellForeignAccounts === true;
  await reportForeignAccount(parts.db, {
    bmcId,
    event: {
      type: 'account.foreign-found',
      actor: parts.actor,
      outcome: 'ok',
      // An event without a tenant is for staff alone.
      ...(told && organisationId !== null ? { organisationId } : {}),
      serverId,
      details: { bmcId, ...place, username },
    },
  });
}
