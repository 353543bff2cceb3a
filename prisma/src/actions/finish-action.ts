import type { AuditEvent } from '@postern/domain';
import type { Database } from '../client.ts';
import { transitionAction } from './transition-action.ts';

/** Stores how a running action ended, with its audit event. False: it is no longer ours. */
export async function finishAction(
  db: Database,
  finish: {
    readonly actionId: string;
    readonly brokerId: string;
    readonly to: 'succeeded' | 'failed' | 'unknown';
    readonly result: unknown;
    readonly errorCode: string | null;
    readonly error: string | null;
    readonly event: AuditEvent;
  },
): Promise<boolean> {
  return transitionAction(db.client, { ...finish, from: 'running' });
}
