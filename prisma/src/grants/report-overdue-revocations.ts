import type { AuditActor } from '@postern/domain';
import { eventColumns, eventValues } from '../audit/event-values.ts';
import type { Database } from '../client.ts';

/** Records, once per grant, that an account is not proven gone long after its end. Returns what is new. */
export async function reportOverdueRevocations(
  db: Database,
  overdue: { readonly siteId: string; readonly actor: AuditActor; readonly afterSeconds: number },
): Promise<{ readonly grantId: string; readonly serverId: string; readonly secondsLate: number }[]> {
  const { siteId, actor, afterSeconds } = overdue;
  const event = eventValues({ type: 'grant.revocation-overdue', actor, outcome: 'failed' });
  return db.client.$queryRaw`
    with late as (
      select g.id from access_grant g join server s on s.id = g.server_id
       where s.site_id = ${siteId}::uuid and g.state = 'revoking' and g.overdue_reported_at is null
         and now() > least(g.ends_at, g.state_since) + make_interval(secs => ${afterSeconds})
       for update of g skip locked),
    reported as (
      update access_grant g set overdue_reported_at = now() from late where g.id = late.id
      returning g.id, g.server_id, g.organisation_id, least(g.ends_at, g.state_since) as ended),
    recorded as (
      insert into audit_event (${eventColumns}, organisation_id, server_id, grant_id)
      select ${event}, organisation_id, server_id, id from reported)
    select id as "grantId", server_id as "serverId",
           extract(epoch from now() - ended)::float8 as "secondsLate" from reported`;
}
