import type { AuditEvent } from '@postern/domain';
import { appendAuditEvent } from '../audit/append-audit-event.ts';
import type { Database } from '../client.ts';

/** Records a BMC user that is not ours, once per BMC, slot and name. True when it is new. */
export async function reportForeignAccount(
  db: Database,
  { bmcId, event }: { readonly bmcId: string; readonly event: AuditEvent },
): Promise<boolean> {
  return db.transaction(async (tx) => {
    // Two brokers may look at the same moment: the lock makes the second one see what the first one wrote.
    await tx.$executeRaw`select pg_advisory_xact_lock(hashtextextended('foreign-account:' || ${bmcId}, 0))`;
    const known = await tx.$queryRaw<unknown[]>`
      select 1 as known from audit_event
       where type = ${event.type} and details @> ${JSON.stringify(event.details ?? {})}::jsonb limit 1`;
    if (known.length > 0) return false;
    await appendAuditEvent(tx, event);
    return true;
  });
}
