/** Keeps the journal in step with the rows: accounts of all brokers of the site, and the ends that people moved. */
import {
  type AccountToJournal,
  type BmcForWork,
  knownAccountIds,
  listAccountsToJournal,
  readBmcForWork,
} from '@postern/database';
import type { BrokerParts } from '../broker-parts.ts';
import type { Chore } from '../worker/chore.ts';
import { endFrom, type KnownEnd } from './known-end.ts';
import type { JournalBmc } from './records.ts';

/**
 * Nobody is shown the password of an account before its grant is active. One that is not after this long belongs to a
 * broker that died, or to a database that went away in the middle.
 */
export const makingSeconds = 600;

const noticeableMs = 1_000;

export function followAccounts(parts: BrokerParts): Chore {
  return {
    name: 'follow-accounts',
    everyMs: 5_000,
    async run() {
      const { db, siteId, journal } = parts;
      // Before the question: what is written down while it is asked is newer than its answer.
      const before = [...journal.state.live.keys()];
      const askedAtMs = journal.clock.now();
      const rows = await listAccountsToJournal(db.client, { siteId });
      for (const row of rows) await keepUp(parts, row, endOf(parts, row, askedAtMs));
      const there = new Set(rows.map(({ accountId }) => accountId));
      const missing = before.filter((accountId) => !there.has(accountId));
      // Those without any row were made after the backup that this database is: they stay until they are proven gone.
      for (const accountId of await knownAccountIds(db.client, missing)) {
        await journal.write({ kind: 'settled', accountId });
      }
      parts.metrics.journalAccounts.set(journal.state.live.size);
    },
  };
}

function endOf({ journal }: BrokerParts, row: AccountToJournal, askedAtMs: number): KnownEnd | null {
  if (row.secondsLeft === null) return null;
  const secondsLeft = row.beingMade ? makingSeconds + row.secondsLeft : row.secondsLeft;
  return endFrom(journal.clock, secondsLeft, askedAtMs);
}

async function keepUp(
  { db, journal }: BrokerParts,
  row: AccountToJournal,
  end: KnownEnd | null,
): Promise<void> {
  const known = journal.state.live.get(row.accountId);
  if (known !== undefined && known.bmcVersion === row.bmcVersion) {
    if (isSameEnd(known.end, end)) return;
    await journal.write({ kind: 'end', accountId: row.accountId, end });
    return;
  }
  const facts = await readBmcForWork(db.client, { bmcId: row.bmcId });
  if (facts === undefined || journal.state.unrecorded.has(row.accountId)) return;
  const { beingMade: _, secondsLeft: __, bmcId: ___, ...account } = row;
  const madeHere = known?.madeHere ?? false;
  await journal.write({
    kind: 'account',
    account: { ...account, bmc: journalBmcOf(facts), madeHere, end },
  });
}

function isSameEnd(known: KnownEnd | null, now: KnownEnd | null): boolean {
  if (known === null || now === null) return known === now;
  // An end of an earlier boot says less than the same one of this boot.
  return known.boot === now.boot && Math.abs(known.atMs - now.atMs) < noticeableMs;
}

/** What a journal keeps of a BMC's row. */
export function journalBmcOf(row: BmcForWork): JournalBmc {
  const {
    frozenUntil: _frozen,
    sealedScreenPassword: _screen,
    loginChangedAt: _changed,
    sealedPendingLogin: _pending,
    pendingLoginSent: _sent,
    sealedFormerLogin: _former,
    ...bmc
  } = row;
  return bmc;
}
