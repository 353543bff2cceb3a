import type { AuditActor } from '@postern/domain';
import { eventColumns, eventValues } from '../audit/event-values.ts';
import type { Database } from '../client.ts';

/**
 * Ends a site's active grants whose end has passed, each with its audit event, in one statement: they move to
 * `revoking`, but for those that asked for a grace and have a console open, whose end moves once. A grace ends at its own
 * end, or as soon as no console is open any more. Grants that another broker has at hand are left to it. Returns how
 * many; call it again while that is `limit`.
 */
export async function claimDueExpirations(
  db: Database,
  { siteId, actor, limit }: { readonly siteId: string; readonly actor: AuditActor; readonly limit: number },
): Promise<number> {
  const expiry = eventValues({ type: 'grant.expired', actor, outcome: 'ok' });
  const grace = eventValues({ type: 'grant.grace-started', actor, outcome: 'ok' });
  return db.client.$executeRaw`
    with active as (
      select g.id, g.ends_at, g.grace_seconds, g.grace_started_at,
             exists (select from console_session c where c.grant_id = g.id and c.closed_at is null) as is_watched
        from access_grant g join server s on s.id = g.server_id
       where s.site_id = ${siteId}::uuid and g.state = 'active'
         and (g.ends_at <= now() or g.grace_started_at is not null)),
    due as (
      select g.id, a.is_watched and a.grace_started_at is null
                   and a.ends_at + make_interval(secs => a.grace_seconds) > now() as earns_grace
        from access_grant g join active a on a.id = g.id
       where g.state = 'active' and (a.ends_at <= now() or not a.is_watched)
       order by a.ends_at limit ${limit} for update of g skip locked),
    lingering as (
      update access_grant g
         set ends_at = g.ends_at + make_interval(secs => g.grace_seconds), grace_started_at = now()
        from due where g.id = due.id and due.earns_grace
      returning g.id, g.server_id, g.organisation_id, g.ends_at, g.grace_seconds),
    expired as (
      update access_grant g set state = 'revoking', end_cause = 'expired'
        from due where g.id = due.id and not due.earns_grace
      returning g.id, g.server_id, g.organisation_id, g.ends_at)
    insert into audit_event (${eventColumns}, organisation_id, server_id, grant_id)
    select * from (
      select ${expiry}, organisation_id, server_id, id from expired order by ends_at) ended
    union all
    select * from (
      select ${grace} || jsonb_build_object('seconds', grace_seconds), organisation_id, server_id, id
        from lingering order by ends_at) kept`;
}
