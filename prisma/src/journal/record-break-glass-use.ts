import type { AuditActor } from '@postern/domain';
import { appendAuditEvent } from '../audit/append-audit-event.ts';
import type { Database } from '../client.ts';
import { isFirstTime } from './record-journaled-removal.ts';

/** Tells of one use of the break-glass command. False: it was told before. */
export function recordBreakGlassUse(
  db: Database,
  use: {
    readonly id: string;
    readonly brokerId: string;
    readonly actor: AuditActor;
    /** Who used it, and why, as he said himself: the host's own login is what vouches for him. */
    readonly person: string;
    readonly reason: string;
    /** By the host's clock. */
    readonly at: string;
  },
): Promise<boolean> {
  const { id, brokerId, actor, person, reason, at } = use;
  return db.transaction(async (tx) => {
    if (!(await isFirstTime(tx, { id, brokerId }))) return false;
    await appendAuditEvent(tx, {
      type: 'broker.break-glass-used',
      actor,
      outcome: 'ok',
      details: { person, reason, at },
    });
    return true;
  });
}
