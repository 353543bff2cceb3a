import type { AuditEvent } from '@postern/domain';
import type { Database } from '../client.ts';
import { transitionGrant } from './transition-grant.ts';

/**
 * Ends a grant that no BMC ever heard of, with a message for people. False: its intent is committed or somebody else
 * has moved it, and nothing was written.
 */
export async function denyGrant(
  db: Database,
  denial: {
    readonly grantId: string;
    readonly code: string;
    readonly message: string;
    readonly event: AuditEvent;
  },
): Promise<boolean> {
  const { grantId, code, message, event } = denial;
  const set = { lastErrorCode: code, lastError: message };
  return transitionGrant(db.client, { grantId, from: 'requested', to: 'denied', set, event });
}
