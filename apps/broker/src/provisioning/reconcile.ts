/** Compares a BMC's user table with the rows: removes what is ours and should not be there, reports what is not. */
import { type AccountTable, disabledSlotName, removeSlotAccount, Secret } from '@postern/bmc';
import {
  appendAuditEvent,
  clearTaint,
  listKnownAccounts,
  listTakenSlots,
  reportForeignAccount,
} from '@postern/database';
import { newAccountPassword } from '@postern/domain';
import type { BrokerParts } from '../broker-parts.ts';
import type { BmcHold } from './bmc-lanes.ts';
import { reviewTable, type TableReview } from './plan.ts';

/** Reads the table of one BMC and sets it right. @throws BmcError, BrokerFault when it cannot be read. */
export async function reconcileBmc(parts: BrokerParts, bmcId: string): Promise<TableReview> {
  return parts.lanes.hold(bmcId, async (hold) => {
    const bmc = await hold.bmc();
    const table = await bmc.accounts.readTable();
    const review = await reviewAgainstRows(parts, hold, table);
    await settle(parts, hold, review);
    await forgetTaints(parts, hold, table);
    return review;
  });
}

/** The same with a table that was just read. Returns the table as it is afterwards. */
export async function tidyTable(
  parts: BrokerParts,
  hold: BmcHold,
  table: AccountTable,
): Promise<AccountTable> {
  const review = await reviewAgainstRows(parts, hold, table);
  await settle(parts, hold, review);
  if (review.orphans.length === 0) return table;
  return (await hold.bmc()).accounts.readTable();
}

async function reviewAgainstRows(
  parts: BrokerParts,
  hold: BmcHold,
  table: AccountTable,
): Promise<TableReview> {
  const known = await listKnownAccounts(parts.db.client, { bmcId: hold.facts.bmcId });
  return reviewTable(table, {
    knownNames: new Set(known.map(({ username }) => username)),
    expectedNames: new Set(
      known.filter(({ grantState }) => grantState === 'active').map((row) => row.username),
    ),
    loginName: hold.loginName(),
  });
}

async function settle(parts: BrokerParts, hold: BmcHold, review: TableReview): Promise<void> {
  for (const orphan of review.orphans) await removeOrphan(parts, hold, orphan);
  for (const { slot, name } of review.foreign) await reportForeign(parts, hold, { slot, name });
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
async function removeOrphan(
  parts: BrokerParts,
  hold: BmcHold,
  orphan: { readonly slot: number; readonly name: string },
): Promise<void> {
  const { bmcId, serverId, organisationId } = hold.facts;
  const removal = await removeSlotAccount({
    accounts: (await hold.bmc()).accounts,
    account: { slot: orphan.slot, username: orphan.name },
    scramblePassword: () => new Secret(newAccountPassword(parts.randomInt)),
  });
  if (!removal.proven) {
    parts.log.warn({ bmcId, slot: orphan.slot }, 'an account without a grant could not be removed yet');
    return;
  }
  parts.metrics.orphansRemoved.inc();
  await appendAuditEvent(parts.db.client, {
    type: 'account.orphan-removed',
    actor: parts.actor,
    outcome: 'ok',
    organisationId: organisationId ?? undefined,
    serverId,
    details: { bmcId, slot: orphan.slot, username: orphan.name },
  });
}

/** Never touched: it may be the hoster's own monitoring. Said once, counted always. */
async function reportForeign(
  parts: BrokerParts,
  hold: BmcHold,
  account: { readonly slot: number; readonly name: string },
): Promise<void> {
  const { bmcId, serverId } = hold.facts;
  const key = `${bmcId}/${account.slot}/${account.name}`;
  if (parts.reportedForeigners.has(key)) return;
  parts.reportedForeigners.add(key);
  await reportForeignAccount(parts.db, {
    bmcId,
    event: {
      type: 'account.foreign-found',
      actor: parts.actor,
      outcome: 'ok',
      serverId,
      details: { bmcId, slot: account.slot, username: account.name },
    },
  });
}
