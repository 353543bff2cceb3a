import { randomUUID } from 'node:crypto';
import type { RemovalEvidence } from '@postern/bmc';
import type { BootClock } from '../journal/known-end.ts';
import type { JournalRemoval } from '../journal/records.ts';

/** What a journal keeps of a removal that was proven just now. */
export function journalRemovalOf(
  { clock }: { readonly clock: BootClock },
  account: { readonly accountId: string; readonly grantId: string },
  evidence: RemovalEvidence,
  cause: JournalRemoval['cause'],
): JournalRemoval {
  const { accountId, grantId } = account;
  return {
    id: randomUUID(),
    accountId,
    grantId,
    evidence: { ...evidence, refusedSteps: [...evidence.refusedSteps] },
    cause,
    at: new Date().toISOString(),
    boot: clock.boot,
    atMs: clock.now(),
  };
}
