import {
  claimGrantToProvision,
  denyGrant,
  failProvisioning,
  type GrantToProvision,
  releaseGrantClaim,
} from '@postern/database';
import { type BrokerParts, claimSeconds } from '../broker-parts.ts';
import { describeFailure, type Failure } from '../failure.ts';
import { insist } from '../insist.ts';
import { loggableError } from '../logging.ts';
import { provisionGrant } from '../provisioning/provision.ts';
import type { Queue } from './runner.ts';

/** Runs of one grant before it is given up: brokers may die, and the one that comes after goes on. */
const maxAttempts = 5;
const retrySeconds = 2;

/** Grants that wait for their account, and those whose broker died while making it. */
export function provisioningQueue(parts: BrokerParts): Queue {
  const { db, siteId, brokerId } = parts;
  return {
    name: 'provision-grant',
    maxConcurrent: 16,
    async claim() {
      const grant = await claimGrantToProvision(db.client, { siteId, brokerId, claimSeconds });
      return grant === undefined ? [] : [{ id: grant.grantId, run: () => runProvisioning(parts, grant) }];
    },
  };
}

async function runProvisioning(parts: BrokerParts, grant: GrantToProvision): Promise<void> {
  const { grantId, serverId } = grant;
  try {
    await provisionGrant(parts, grant);
    parts.log.info({ grantId, serverId }, 'access is ready');
  } catch (error) {
    const failure = describeFailure(error);
    const level = failure.code === 'internal' ? 'error' : 'warn';
    parts.log[level](
      { grantId, serverId, code: failure.code, error: loggableError(error) },
      'access could not be made',
    );
    await insist(parts, () => settleFailure(parts, grant, failure));
  }
}

/** Codes after which the same grant may work a moment later, as nothing is wrong with it. */
const passing: readonly string[] = ['bmc-in-use', 'lease-lost', 'internal'];

/** Nothing written yet: deny. An account may exist: revoke. Somebody else moved the grant: leave it to them. */
async function settleFailure(parts: BrokerParts, grant: GrantToProvision, failure: Failure): Promise<void> {
  const { db, brokerId, actor } = parts;
  const { grantId } = grant;
  const isPassing = passing.includes(failure.code) && grant.attempts < maxAttempts;
  if (failure.code === 'superseded' || isPassing) {
    await releaseGrantClaim(db.client, { grantId, brokerId, retrySeconds });
    return;
  }
  const about = {
    actor,
    outcome: 'failed',
    organisationId: grant.organisationId,
    serverId: grant.serverId,
    grantId,
    details: { code: failure.code },
  } as const;
  const { code, message } = failure;
  const denied = await denyGrant(db, { grantId, code, message, event: { type: 'grant.denied', ...about } });
  if (denied) return;
  const revoking = await failProvisioning(db, {
    grantId,
    code,
    message,
    event: { type: 'grant.provisioning-failed', ...about },
  });
  if (!revoking) await releaseGrantClaim(db.client, { grantId, brokerId, retrySeconds });
}
