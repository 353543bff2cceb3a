/**
 * Keeps Postern from locking itself out: at most three refused logins with the stored credential per BMC in ten
 * minutes, over all brokers. Called under the BMC's lease only, so that counting and trying do not race.
 */
import { BmcError, type LoginCheck } from '@postern/bmc';
import {
  appendAuditEvent,
  type BmcForWork,
  type Database,
  loginAllowed,
  recordLoginFailure,
} from '@postern/database';
import { BrokerFault } from '../failure.ts';
import type { Logger } from '../logging.ts';
import type { BrokerMetrics } from '../metrics.ts';
import type { OpenedBmc } from './drivers.ts';

export interface LoginGuardDeps {
  readonly db: Database;
  readonly brokerId: string;
  readonly brokerName: string;
  readonly log: Logger;
  readonly metrics: BrokerMetrics;
}

/**
 * One login and logout of the stored user with one of his passwords, to see which of them works. A refusal counts like
 * any other. @throws BrokerFault `login-frozen`; what `open` throws of silence, which proves nothing.
 */
export async function tryLogin(
  deps: LoginGuardDeps,
  facts: BmcForWork,
  open: () => Promise<OpenedBmc>,
): Promise<LoginCheck> {
  try {
    await (await guardLogin(deps, facts, open)).close();
    return 'accepted';
  } catch (error) {
    if (error instanceof BmcError && error.code === 'auth-failed') return 'refused';
    throw error;
  }
}

/** Logs in unless that is frozen; counts a refusal. @throws BrokerFault `login-frozen`; what `open` throws. */
export async function guardLogin(
  deps: LoginGuardDeps,
  facts: BmcForWork,
  open: () => Promise<OpenedBmc>,
): Promise<OpenedBmc> {
  // The facts were read under the same lease: who was never frozen need not be asked about.
  if (facts.frozenUntil !== null) {
    const verdict = await loginAllowed(deps.db.client, { bmcId: facts.bmcId });
    if (!verdict.allowed) throw frozen(verdict.frozenUntil);
  }
  try {
    return await open();
  } catch (error) {
    if (error instanceof BmcError && error.code === 'auth-failed') await countRefusal(deps, facts);
    throw error;
  }
}

/** Also for a session that had to log in again in the middle of the work, and was refused. */
export async function countRefusal(deps: LoginGuardDeps, facts: BmcForWork): Promise<void> {
  const { bmcId, serverId, organisationId } = facts;
  const frozenUntil = await deps.db.transaction(async (tx) => {
    const counted = await recordLoginFailure(tx, { bmcId });
    if (counted.frozenUntil === null) return null;
    await appendAuditEvent(tx, {
      type: 'bmc.login-frozen',
      actor: { kind: 'broker', id: deps.brokerId, name: deps.brokerName },
      outcome: 'failed',
      serverId,
      organisationId: organisationId ?? undefined,
      details: { bmcId, until: counted.frozenUntil.toISOString() },
    });
    return counted.frozenUntil;
  });
  if (frozenUntil === null) return;
  deps.metrics.loginFreezes.inc();
  deps.log.warn({ bmcId, serverId }, 'logins to this BMC are paused: three were refused in ten minutes');
}

function frozen(until: Date): BrokerFault {
  return new BrokerFault(
    'login-frozen',
    `The stored login of this BMC was refused three times; to keep the BMC from locking Postern out, the next try is at ${until.toISOString().slice(11, 16)} UTC. An admin should correct the credential.`,
  );
}
