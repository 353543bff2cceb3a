/** Takes the account of one grant away and keeps the proof. One attempt; who calls it never stops calling. */
import { type FailedRemovalStep, type RemovalEvidence, removeAccount, Secret } from '@postern/bmc';
import { finishRevocation, type GrantToRevoke, readRelaySessions, renewGrantClaim } from '@postern/database';
import { newAccountPassword, type RevocationProof } from '@postern/domain';
import { type BrokerParts, claimSeconds } from '../broker-parts.ts';
import { BrokerFault } from '../failure.ts';
import { loggableError } from '../logging.ts';
import { journalRemovalOf } from '../outage/journal-removal.ts';
import type { BmcHold } from './bmc-lanes.ts';
import { placeOf } from './place.ts';
import { tidyUsers } from './reconcile.ts';
import { compareSnapshots } from './user-snapshot.ts';
import { readUsers } from './users.ts';

export type RevocationResult =
  | { readonly revoked: true }
  | { readonly revoked: false; readonly failures: readonly FailedRemovalStep[] };

/** @throws BrokerFault, BmcError when the BMC could not even be opened; `superseded` when it is done already. */
export async function revokeGrant(parts: BrokerParts, grant: GrantToRevoke): Promise<RevocationResult> {
  if (grant.account === null) {
    // The intent is committed before the first write: without its row the BMC never heard of this grant.
    await finish(parts, grant, { ...untouched });
    return { revoked: true };
  }
  const { account } = grant;
  return parts.lanes.hold(grant.bmcId, async (hold) => {
    await keepClaim(parts, grant);
    // Whoever else would go on with it needs the lease that each write here renews.
    const bmc = await hold.bmc();
    await parts.relays.settle(grant.grantId);
    const removal = await removeAccount({
      accounts: bmc.accounts,
      account: placeOf(account),
      scramblePassword: () => new Secret(newAccountPassword(parts.randomInt)),
      tryOldLogin: () => tryOldLogin(parts, hold, account),
      sessionIds: await readRelaySessions(parts.db.client, { grantId: grant.grantId }),
    });
    if (!removal.proven) return { revoked: false, failures: removal.failures };
    await hold.renewLease();
    await finishAndSettle(parts, grant, account, removal.evidence);
    const { table } = removal;
    const users = table ? ({ model: 'slots', table } as const) : await readUsers(bmc.accounts);
    const tidied = await tidyUsers(parts, hold, users);
    await compareSnapshots(parts, hold, tidied.users);
    return { revoked: true };
  });
}

/**
 * A database that does not take the proof (a full disk, say) gets it from this host's journal later, whether or not the
 * BMC can be reached again then.
 */
async function finishAndSettle(
  parts: BrokerParts,
  grant: GrantToRevoke,
  { accountId }: NonNullable<GrantToRevoke['account']>,
  evidence: RemovalEvidence,
): Promise<void> {
  const { journal } = parts;
  try {
    await finish(parts, grant, evidence);
  } catch (error) {
    const isElsewhere = error instanceof BrokerFault && error.code === 'superseded';
    const { grantId } = grant;
    const removal = journalRemovalOf(journal, { accountId, grantId }, evidence, 'time-over');
    if (!isElsewhere) await journal.write({ kind: 'removed', removal });
    throw error;
  }
  await journal.write({ kind: 'settled', accountId }).catch((error: unknown) => {
    parts.log.warn({ accountId, error: loggableError(error) }, 'the journal could not be brought up to date');
  });
}

const untouched: RemovalEvidence = {
  readBack: 'absent',
  login: 'never-issued',
  sessionsEnded: 0,
  sessionsRemaining: 0,
  sessionsTold: true,
  refusedSteps: [],
};

async function keepClaim({ db, brokerId }: BrokerParts, { grantId }: GrantToRevoke): Promise<void> {
  const kept = await renewGrantClaim(db.client, { grantId, brokerId, state: 'revoking', claimSeconds });
  if (!kept) throw new BrokerFault('superseded', 'Another broker goes on with this revocation.', 'unknown');
}

/** Once per attempt, and never as anybody who is stored: a refusal here cannot lock Postern out. */
async function tryOldLogin(
  parts: BrokerParts,
  hold: BmcHold,
  account: NonNullable<GrantToRevoke['account']>,
) {
  const password = parts.vault.openAccountPassword(account.accountId, account.passwordForBroker);
  return parts.driver.checkLogin(
    hold.targetFor({ username: account.username, password, privilege: account.privilege }),
  );
}

async function finish(parts: BrokerParts, grant: GrantToRevoke, evidence: RemovalEvidence): Promise<void> {
  const finished = await finishRevocation(parts.db, {
    grantId: grant.grantId,
    account:
      grant.account === null
        ? null
        : { accountId: grant.account.accountId, tainted: evidence.readBack === 'disabled-unnamed' },
    proof: (checkedAt: Date): RevocationProof => ({ ...evidence, checkedAt: checkedAt.toISOString() }),
    event: {
      type: 'grant.revoked',
      actor: parts.actor,
      outcome: 'ok',
      organisationId: grant.organisationId,
      serverId: grant.serverId,
      grantId: grant.grantId,
      details: {
        cause: grant.endCause,
        readBack: evidence.readBack,
        login: evidence.login,
        sessionsEnded: evidence.sessionsEnded,
        sessionsRemaining: evidence.sessionsRemaining,
        sessionsTold: evidence.sessionsTold,
        refusedSteps: evidence.refusedSteps.join(' '),
      },
    },
  });
  if (finished === undefined) {
    throw new BrokerFault('superseded', 'Another broker has proven this revocation.', 'unknown');
  }
  parts.metrics.revocationLatenessSeconds.observe(Math.max(0, finished.secondsLate));
}
