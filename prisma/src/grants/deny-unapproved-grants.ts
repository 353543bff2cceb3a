import type { AuditActor } from '@postern/domain';
import { eventColumns, eventValues } from '../audit/event-values.ts';
import type { Database } from '../client.ts';

const code = 'approval-timed-out';
const message = 'Nobody decided on this request in time. Ask again, or tell support what it is for.';

/** Denies a site's requests that waited for an approval as long as policy lets them. Returns how many. */
export async function denyUnapprovedGrants(
  db: Database,
  { siteId, actor }: { readonly siteId: string; readonly actor: AuditActor },
): Promise<number> {
  const event = eventValues({ type: 'grant.denied', actor, outcome: 'refused', details: { code } });
  return db.client.$executeRaw`
    with late as (
      select g.id from access_grant g join server s on s.id = g.server_id
       where s.site_id = ${siteId}::uuid and g.state = 'awaiting-approval' and g.approval_until <= now()
       for update of g skip locked),
    denied as (
      update access_grant g
         set state = 'denied', end_cause = ${code}, last_error_code = ${code}, last_error = ${message}
        from late where g.id = late.id
      returning g.id, g.server_id, g.organisation_id)
    insert into audit_event (${eventColumns}, organisation_id, server_id, grant_id)
    select ${event}, organisation_id, server_id, id from denied`;
}
