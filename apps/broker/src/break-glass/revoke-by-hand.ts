/** Takes accounts away for a person: each on its own, written down before and after, whatever became of the others. */
import { randomUUID } from 'node:crypto';
import { describeFailure } from '../failure.ts';
import { openBreakGlassFile } from '../journal/break-glass-file.ts';
import type { BootClock } from '../journal/known-end.ts';
import { journalRemovalOf } from '../outage/journal-removal.ts';
import { type RemovalDeps, removeKnownAccount } from '../outage/remove-known-account.ts';
import type { KnownAccount } from './known-accounts.ts';

export interface HandResult {
  readonly known: KnownAccount;
  /** Absent: proven gone. */
  readonly failure?: { readonly code: string; readonly message: string };
}

const maxConcurrent = 16;

/** @throws what the file system throws before anything was done. */
export async function revokeByHand(
  deps: RemovalDeps & { readonly clock: BootClock },
  accounts: readonly KnownAccount[],
  { person, reason }: { readonly person: string; readonly reason: string },
): Promise<readonly HandResult[]> {
  const files = new Map<string, Awaited<ReturnType<typeof openBreakGlassFile>>>();
  for (const folder of new Set(accounts.map((each) => each.folder))) {
    const id = randomUUID();
    const file = await openBreakGlassFile(folder, id);
    await file.write({ kind: 'opened', id, person, reason, at: new Date().toISOString() });
    files.set(folder, file);
  }

  async function revoke(known: KnownAccount): Promise<HandResult> {
    const file = files.get(known.folder);
    if (file === undefined) throw new Error('every folder has its file');
    const { account } = known;
    const { accountId } = account;
    try {
      await file.write({ kind: 'removing', accountId });
      const removal = await removeKnownAccount(deps, account, async () => undefined);
      if (!removal.proven) throw removal.failures.at(-1)?.error ?? new Error('no step says why');
      await file.write({
        kind: 'removed',
        removal: journalRemovalOf(deps, account, removal.evidence, 'break-glass'),
      });
      return { known };
    } catch (error) {
      const { code, message } = describeFailure(error);
      // The result is shown in any case; what could not be written down, the broker finds out by itself.
      await file.write({ kind: 'failed', accountId, code }).catch(() => undefined);
      return { known, failure: { code, message } };
    }
  }

  const results: HandResult[] = [];
  const waiting = [...accounts];
  async function work(): Promise<void> {
    for (let known = waiting.shift(); known !== undefined; known = waiting.shift()) {
      results.push(await revoke(known));
    }
  }
  await Promise.all(Array.from({ length: maxConcurrent }, work));
  for (const file of files.values()) {
    await file.write({ kind: 'closed' }).catch(() => undefined);
    await file.close();
  }
  return results;
}
