/** Brings what was done without the database into it, once it takes records again: each thing exactly once. */
import { recordBreakGlassUse, recordJournaledRemoval } from '@postern/database';
import type { BrokerParts } from '../broker-parts.ts';
import { type BreakGlassUse, removeBreakGlassFile } from '../journal/break-glass-file.ts';
import type { JournalRemoval } from '../journal/records.ts';
import { loggableError } from '../logging.ts';
import type { Chore } from '../worker/chore.ts';

/** What the journal has and the database does not. Before the rows are worked on: nothing is to be done twice. */
export async function recordRemovals(parts: BrokerParts): Promise<void> {
  const { journal, log } = parts;
  for (const removal of [...journal.state.unrecorded.values()]) {
    // One that cannot be recorded must not keep the others out.
    await record(parts, removal).catch((error: unknown) => {
      log.warn(
        { accountId: removal.accountId, error: loggableError(error) },
        'what was done without the database could not be recorded yet',
      );
    });
  }
}

async function record(
  { db, journal, brokerId, actor, log }: BrokerParts,
  removal: JournalRemoval,
): Promise<void> {
  const { id, accountId, grantId, cause, evidence, boot, atMs } = removal;
  const { clock } = journal;
  const result = await recordJournaledRemoval(db, {
    id,
    brokerId,
    actor,
    accountId,
    grantId,
    cause,
    evidence,
    provenSecondsAgo: boot === clock.boot ? (clock.now() - atMs) / 1_000 : undefined,
    hostTime: new Date(removal.at),
  });
  await journal.write({ kind: 'settled', accountId });
  if (result !== 'known') log.info({ accountId, grantId }, 'what was done without the database is recorded');
}

export function recordWhatWasDone(parts: BrokerParts): Chore {
  const { db, journal, brokerId, actor, log, metrics } = parts;
  /** Removals of the break-glass command that are in the journal already. */
  const takenOver = new Set<string>();

  /** Needs no database: what a person took away, this broker need not take away again. */
  async function takeOver(use: BreakGlassUse): Promise<void> {
    for (const removal of use.removals) {
      if (takenOver.has(removal.id)) continue;
      await journal.write({ kind: 'removed', removal });
      takenOver.add(removal.id);
    }
  }

  async function tellOf(use: BreakGlassUse): Promise<void> {
    const { id, person, reason, at } = use;
    if (await recordBreakGlassUse(db, { id, brokerId, actor, person, reason, at })) {
      metrics.breakGlassUses.inc();
      log.error({ code: 'break-glass' }, 'the break-glass command was used on this host');
    }
    const isTold = use.removals.every(({ accountId }) => !journal.state.unrecorded.has(accountId));
    if (use.over && isTold) await removeBreakGlassFile(journal.folder, id);
  }

  return {
    name: 'record-what-was-done',
    everyMs: 2_000,
    async run() {
      const uses = await journal.breakGlassUses();
      for (const use of uses) await takeOver(use);
      await recordRemovals(parts);
      for (const use of uses) await tellOf(use);
      metrics.journalUnrecorded.set(journal.state.unrecorded.size);
    },
  };
}
