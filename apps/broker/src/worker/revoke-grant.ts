import { claimGrantsToRevoke, type GrantToRevoke, recordRevocationAttempt } from '@postern/database';
import { type BrokerParts, claimSeconds } from '../broker-parts.ts';
import { describeFailure, type Failure } from '../failure.ts';
import { insist } from '../insist.ts';
import { loggableError } from '../logging.ts';
import { revokeGrant } from '../provisioning/revoke.ts';
import { nextAttemptSeconds } from './retry-delay.ts';
import type { Queue } from './runner.ts';

/** Grants whose account has to go. Tried for ever; a lapsed claim is taken over. */
export function revocationQueue(parts: BrokerParts): Queue {
  const { db, siteId, brokerId } = parts;
  return {
    name: 'revoke-grant',
    // All that end at one instant: what a revocation does is wait for its BMC, and BMCs that are away must not keep the
    // others waiting.
    maxConcurrent: 10_000,
    async claim(limit) {
      const grants = await claimGrantsToRevoke(db.client, { siteId, brokerId, claimSeconds, limit });
      return grants.map((grant) => ({ id: grant.grantId, run: () => runRevocation(parts, grant) }));
    },
  };
}

async function runRevocation(parts: BrokerParts, grant: GrantToRevoke): Promise<void> {
  const { grantId, serverId, attempts } = grant;
  const log = parts.log.child({ grantId, serverId, attempt: attempts });
  try {
    const result = await revokeGrant(parts, grant);
    parts.metrics.revocationAttempts.inc({ result: result.revoked ? 'revoked' : 'not-proven' });
    if (result.revoked) {
      log.info({}, 'access is revoked and proven gone');
      return;
    }
    const last = result.failures.at(-1);
    const failure = describeFailure(last?.error);
    log.warn({ code: failure.code, step: last?.step }, 'access is not proven gone yet');
    await insist(parts, () => planNextAttempt(parts, grant, failure));
  } catch (error) {
    const failure = describeFailure(error);
    if (failure.code === 'superseded') return;
    parts.metrics.revocationAttempts.inc({ result: 'failed' });
    log.warn({ code: failure.code, error: loggableError(error) }, 'access is not proven gone yet');
    await insist(parts, () => planNextAttempt(parts, grant, failure));
  }
}

async function planNextAttempt(parts: BrokerParts, grant: GrantToRevoke, failure: Failure): Promise<void> {
  await recordRevocationAttempt(parts.db.client, {
    grantId: grant.grantId,
    brokerId: parts.brokerId,
    retrySeconds: nextAttemptSeconds({
      // A BMC that answered and then fell silent is there, behind a bad network: it is asked again soon.
      attempts: failure.code === 'session-lost' ? 1 : grant.attempts,
      revokingForSeconds: grant.revokingForSeconds,
      random: parts.randomInt(1_000) / 1_000,
    }),
    code: failure.code,
    message: failure.message,
  });
}
