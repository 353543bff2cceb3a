import type { AuditActor } from '@postern/domain';
import { eventColumns, eventValues } from '../audit/event-values.ts';
import type { Database } from '../client.ts';

/**
 * Records, once per grant, that an account is not proven gone so long after its end that somebody has to be called.
 * The audit log itself remembers which were told. Returns what is new.
 */
export async function reportPagingRevocations(
  db: Database,
  paging: { readonly siteId: string; readonly actor: AuditActor; readonly afterSeconds: number },
): Promise<{ readonly grantId: string; readonly serverId: string }[]> {
  const { siteId, actor, afterSeconds } = paging;
  const event = eventValues({ type: 'grant.revocation-page', actor, outcome: 'failed' });
  return db.client.$queryRaw`
    with stuck as (
      select g.id, g.server_id, g.organisation_id from access_grant g join server s on s.id = g.server_id
       where s.site_id = ${siteId}::uuid and g.state = 'revoking' and g.overdue_reported_at is not null
         and now() > least(g.ends_at, g.state_since) + make_interval(secs => ${afterSeconds})
         and not exists (
           select from audit_event e where e.grant_id = g.id and e.type = 'grant.revocation-page')
       for update of g skip locked),
    recorded as (
      insert into audit_event (${eventColumns}, organisation_id, server_id, grant_id)
      select ${event}, organisation_id, server_id, id from stuck)
    select id as "grantId", server_id as "serverId" from stuck`;
}
