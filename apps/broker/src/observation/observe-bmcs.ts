/** While the site observes: reads every BMC and keeps what would be written to it, for the admin who is to confirm it. */
import {
  type AccountToJournal,
  listAccountsToJournal,
  listBmcsOfSite,
  recordObservedBmc,
} from '@postern/database';
import type { PlannedWrite } from '@postern/domain';
import type { BrokerParts } from '../broker-parts.ts';
import { describeFailure } from '../failure.ts';
import type { JournalAccount } from '../journal/records.ts';
import { namedUsers, readUsers } from '../provisioning/users.ts';
import { forEachConcurrently } from '../telemetry/for-each-concurrently.ts';
import type { Chore } from '../worker/chore.ts';
import { planBmc, type RowOfAccount } from './plan-bmc.ts';

const maxConcurrent = 8;

export function observeBmcs(parts: BrokerParts): Chore {
  const { db, siteId, gate } = parts;
  return {
    name: 'observe-bmcs',
    everyMs: 30_000,
    async run() {
      if (!gate.observing) return;
      const rows = await listAccountsToJournal(db.client, { siteId });
      const bmcs = await listBmcsOfSite(db.client, { siteId });
      await forEachConcurrently(bmcs, maxConcurrent, async ({ bmcId }) => {
        if (parts.stopping.aborted || !gate.observing) return;
        await observeBmc(
          parts,
          bmcId,
          rows.filter((row) => row.bmcId === bmcId),
        );
      });
      await observeUnknownBmcs(parts, new Set(bmcs.map(({ bmcId }) => bmcId)));
    },
  };
}

async function observeBmc(
  parts: BrokerParts,
  bmcId: string,
  accounts: readonly AccountToJournal[],
): Promise<void> {
  const rows = accounts.map(rowOf);
  let serverName = '';
  try {
    await parts.lanes.hold(bmcId, async (hold) => {
      serverName = hold.facts.serverName;
      const users = namedUsers(await readUsers((await hold.bmc()).accounts));
      await keep(parts, { bmcId, serverName, plan: planBmc(users, rows), errorCode: null });
    });
  } catch (error) {
    const { code } = describeFailure(error);
    await keep(parts, { bmcId, serverName, plan: planBmc(undefined, rows), errorCode: code });
  }
}

/** BMCs that were registered after the backup: no row leads to them any more, only this journal. */
async function observeUnknownBmcs(parts: BrokerParts, known: ReadonlySet<string>): Promise<void> {
  const lost = Map.groupBy(
    [...parts.journal.state.live.values()].filter(({ bmc }) => !known.has(bmc.bmcId)),
    ({ bmc }) => bmc.bmcId,
  );
  for (const [bmcId, accounts] of lost) {
    const serverName = accounts[0]?.bmc.serverName ?? '';
    await keep(parts, { bmcId, serverName, plan: accounts.map(removalOf), errorCode: 'bmc-unknown' });
  }
}

function keep(
  { db, siteId }: BrokerParts,
  observed: Omit<Parameters<typeof recordObservedBmc>[1], 'siteId'>,
): Promise<void> {
  return recordObservedBmc(db.client, { siteId, ...observed });
}

function rowOf({ grantId, username, slot, beingMade, secondsLeft }: AccountToJournal): RowOfAccount {
  return { grantId, username, slot, isOver: beingMade || (secondsLeft !== null && secondsLeft <= 0) };
}

function removalOf({ username, slot }: JournalAccount): PlannedWrite {
  return { kind: 'remove-account', username, slot };
}
