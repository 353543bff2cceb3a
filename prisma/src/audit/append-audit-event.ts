import type { AuditEvent } from '@postern/domain';
import type { Tx } from '../client.ts';
import { eventColumns, eventValues } from './event-values.ts';

/**
 * Adds one event to the audit log; Postgres numbers, dates, links and hashes it. Call it in the transaction of what it
 * records, as late as possible: until that transaction ends, nobody else can add an event.
 */
export async function appendAuditEvent(tx: Tx, event: AuditEvent): Promise<{ readonly seq: bigint }> {
  const [row] = await tx.$queryRaw<{ seq: bigint }[]>`
    insert into audit_event (${eventColumns}, organisation_id, server_id, grant_id)
    values (${eventValues(event)}, ${event.organisationId ?? null}::uuid, ${event.serverId ?? null}::uuid,
      ${event.grantId ?? null}::uuid)
    returning seq`;
  if (row === undefined) throw new Error('Postgres did not number an audit event');
  return row;
}
