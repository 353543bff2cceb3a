import type { AuditActor } from '@postern/domain';
import { eventColumns, eventValues } from '../audit/event-values.ts';
import type { Database } from '../client.ts';

/**
 * Moves a site's active grants whose end has passed to `revoking`, each with its audit event, in one statement. Grants
 * that another broker has at hand are left to it. Returns how many; call it again while that is `limit`.
 */
export async function claimDueExpirations(
  db: Database,
  { siteId, actor, limit }: { readonly siteId: string; readonly actor: AuditActor; readonly limit: number },
): Promise<number> {
  const event = eventValues({ type: 'grant.expired', actor, outcome: 'ok' });
  return db.client.$executeRaw`
    with due as (
      select g.id from access_grant g join server s on s.id = g.server_id
       where s.site_id = ${siteId}::uuid and g.state = 'active' and g.ends_at <= now()
       order by g.ends_at limit ${limit} for update of g skip locked),
    expired as (
      update access_grant g set state = 'revoking', end_cause = 'expired' from due where g.id = due.id
      returning g.id, g.server_id, g.organisation_id, g.ends_at)
    insert into audit_event (${eventColumns}, organisation_id, server_id, grant_id)
    select ${event}, organisation_id, server_id, id from expired order by ends_at`;
}
