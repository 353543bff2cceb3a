/**
 * Takes away what was made after the backup that the database was restored from: no row knows these accounts, only this
 * broker's journal, which also has the passwords that prove them gone. Runs once an admin has confirmed it.
 */
import { knownAccountIds } from '@postern/database';
import type { BrokerParts } from '../broker-parts.ts';
import { describeFailure } from '../failure.ts';
import type { JournalAccount } from '../journal/records.ts';
import { journalRemovalOf } from '../outage/journal-removal.ts';
import { createLoginLimit } from '../outage/login-limit.ts';
import { removeKnownAccount } from '../outage/remove-known-account.ts';
import { forEachConcurrently } from '../telemetry/for-each-concurrently.ts';
import type { Chore } from '../worker/chore.ts';

const maxConcurrent = 8;

export function removeLostAccounts(parts: BrokerParts): Chore {
  const { db, journal, gate, log } = parts;
  const logins = createLoginLimit(parts.clock);

  async function remove(account: JournalAccount): Promise<void> {
    const { accountId, bmc } = account;
    try {
      const removal = await parts.lanes.alone(bmc.bmcId, async () => {
        await gate.pass();
        return logins.guard(bmc.bmcId, () => removeKnownAccount(parts, account, () => gate.pass()));
      });
      if (!removal.proven) throw removal.failures.at(-1)?.error ?? new Error('no step says why');
      await journal.write({
        kind: 'removed',
        removal: journalRemovalOf(journal, account, removal.evidence, 'lost-by-restore'),
      });
    } catch (error) {
      const { code } = describeFailure(error);
      log.warn(
        { accountId, bmcId: bmc.bmcId, code },
        'an account that no row knows could not be removed yet',
      );
    }
  }

  return {
    name: 'remove-lost-accounts',
    everyMs: 30_000,
    async run() {
      if (gate.observing) return;
      const live = [...journal.state.live.values()];
      const known = await knownAccountIds(
        db.client,
        live.map(({ accountId }) => accountId),
      );
      const lost = live.filter(({ accountId }) => !known.has(accountId));
      await forEachConcurrently(lost, maxConcurrent, async (account) => {
        if (!parts.stopping.aborted) await remove(account);
      });
    },
  };
}
