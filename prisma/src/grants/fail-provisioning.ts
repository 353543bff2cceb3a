import type { AuditEvent } from '@postern/domain';
import type { Database } from '../client.ts';
import { transitionGrant } from './transition-grant.ts';

/**
 * Gives up making an account: something may stand on the BMC, so the grant is revoked, at once and by whoever comes
 * first. False: somebody else has moved it, and nothing was written.
 */
export async function failProvisioning(
  db: Database,
  failure: {
    readonly grantId: string;
    readonly code: string;
    readonly message: string;
    readonly event: AuditEvent;
  },
): Promise<boolean> {
  const { grantId, code, message, event } = failure;
  return db.transaction(async (tx) => {
    await tx.$executeRaw`
      update access_grant set claimed_by = null, claimed_until = null
       where id = ${grantId}::uuid and state = 'provisioning'`;
    const set = { endCause: 'provisioning-failed', lastErrorCode: code, lastError: message } as const;
    return transitionGrant(tx, { grantId, from: 'provisioning', to: 'revoking', set, event });
  });
}
