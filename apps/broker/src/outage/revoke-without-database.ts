/**
 * Ends access whose time is over while the database cannot say so. What decides is the end as this broker last read it,
 * by a clock that does not step. Somebody may have extended it where this broker could not see: then access ends too early,
 * which is the lesser harm. So that this is rare, it waits until the database has been away for a while and the end is past
 * by a margin.
 */
import { BrokerFault, describeFailure } from '../failure.ts';
import type { Journal } from '../journal/journal.ts';
import type { JournalAccount } from '../journal/records.ts';
import { type Logger, loggableError } from '../logging.ts';
import type { BrokerMetrics } from '../metrics.ts';
import type { Chore } from '../worker/chore.ts';
import { nextAttemptSeconds } from '../worker/retry-delay.ts';
import { type AwayPolicy, awayPolicy, isDue } from './away-policy.ts';
import type { DatabaseWatch } from './database-watch.ts';
import { journalRemovalOf } from './journal-removal.ts';
import { createLoginLimit } from './login-limit.ts';
import { type RemovalDeps, removeKnownAccount } from './remove-known-account.ts';

export interface AwayRevokerDeps extends RemovalDeps {
  readonly journal: Journal;
  readonly watch: DatabaseWatch;
  /** Runs `work` when nothing else of this process is at work on that BMC. */
  readonly alone: <T>(bmcId: string, work: () => Promise<T>) => Promise<T>;
  readonly policy?: AwayPolicy | undefined;
  readonly log: Logger;
  readonly metrics: BrokerMetrics;
}

export interface AwayRevoker {
  readonly chore: Chore;
  /** Starts no attempt any more and waits for those at hand. */
  stop(): Promise<void>;
}

/** As for revocations with the database: a thousand BMCs that are away must not keep the others waiting. */
const maxConcurrent = 64;

export function createAwayRevoker(deps: AwayRevokerDeps): AwayRevoker {
  const { journal, watch, log, metrics, policy = awayPolicy } = deps;
  const { clock } = journal;
  const running = new Map<string, Promise<void>>();
  const tries = new Map<
    string,
    { readonly attempts: number; readonly againAtMs: number; readonly sinceMs: number }
  >();
  const logins = createLoginLimit(clock);
  let stopped = false;

  function mayWork(): boolean {
    return !stopped && !journal.state.observing && watch.awayForMs() >= policy.patienceMs;
  }

  /** With the database back, whoever holds the lease goes on from the rows; in a restored one nobody may. */
  async function mayWrite(): Promise<void> {
    if (mayWork()) return;
    throw new BrokerFault('database-back', 'This goes on with the database.', 'unknown');
  }

  async function attempt(account: JournalAccount): Promise<void> {
    const { accountId, grantId, bmc } = account;
    const about = { accountId, grantId, bmcId: bmc.bmcId, serverId: bmc.serverId };
    try {
      const removal = await deps.alone(bmc.bmcId, async () => {
        await mayWrite();
        return logins.guard(bmc.bmcId, () => removeKnownAccount(deps, account, mayWrite));
      });
      if (!removal.proven) throw removal.failures.at(-1)?.error ?? new Error('no step says why');
      await journal.write({
        kind: 'removed',
        removal: journalRemovalOf(journal, account, removal.evidence, 'time-over'),
      });
      tries.delete(accountId);
      metrics.awayRevocations.inc({ result: 'revoked' });
      log.warn(about, 'access is revoked and proven gone while the database is away');
    } catch (error) {
      const failure = describeFailure(error);
      if (failure.code === 'database-back') return;
      metrics.awayRevocations.inc({ result: 'failed' });
      log.warn(
        { ...about, code: failure.code, error: loggableError(error) },
        'access is not proven gone yet',
      );
      planNext(accountId);
    }
  }

  function planNext(accountId: string): void {
    const now = clock.now();
    const { attempts, sinceMs } = tries.get(accountId) ?? { attempts: 0, sinceMs: now };
    const seconds = nextAttemptSeconds({
      attempts: attempts + 1,
      revokingForSeconds: (now - sinceMs) / 1_000,
      random: deps.randomInt(1_000) / 1_000,
    });
    tries.set(accountId, { attempts: attempts + 1, sinceMs, againAtMs: now + seconds * 1_000 });
  }

  function isItsTurn(account: JournalAccount): boolean {
    const { accountId } = account;
    if (running.has(accountId) || clock.now() < (tries.get(accountId)?.againAtMs ?? 0)) return false;
    return isDue(policy, { dueAtMs: journal.dueAt(account), nowMs: clock.now(), madeHere: account.madeHere });
  }

  return {
    chore: {
      name: 'revoke-without-database',
      everyMs: 1_000,
      async run() {
        metrics.databaseAwaySeconds.set(watch.awayForMs() / 1_000);
        if (!mayWork()) return;
        for (const account of journal.state.live.values()) {
          if (running.size >= maxConcurrent) return;
          if (!isItsTurn(account)) continue;
          const { accountId } = account;
          running.set(
            accountId,
            attempt(account).finally(() => running.delete(accountId)),
          );
        }
      },
    },
    async stop() {
      stopped = true;
      await Promise.all(running.values());
    },
  };
}
