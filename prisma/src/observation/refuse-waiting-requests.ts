import type { AuditActor } from '@postern/domain';
import { eventColumns, eventValues } from '../audit/event-values.ts';
import type { Database } from '../client.ts';

const code = 'site-observing';
const message =
  'This site writes to no BMC until somebody has confirmed it: its database was restored or put on hold. Ask again later.';

/**
 * Refuses what waits at a site that observes. Requests in a restored database are those of the backup's hour: they were
 * carried out long ago, and nobody expects them to be carried out again. A grant half made is taken back.
 */
export async function refuseWaitingRequests(
  db: Database,
  { siteId, actor }: { readonly siteId: string; readonly actor: AuditActor },
): Promise<number> {
  return db.transaction(async (tx) => {
    const details = { code };
    const denial = eventValues({ type: 'grant.denied', actor, outcome: 'failed', details });
    const denied = await tx.$executeRaw`
      with denied as (
        update access_grant g set state = 'denied', last_error_code = ${code}, last_error = ${message}
          from server s
         where s.id = g.server_id and s.site_id = ${siteId}::uuid and g.state in ('awaiting-approval', 'requested')
        returning g.id, g.server_id, g.organisation_id)
      insert into audit_event (${eventColumns}, organisation_id, server_id, grant_id)
      select ${denial}, organisation_id, server_id, id from denied`;
    const failure = eventValues({ type: 'grant.provisioning-failed', actor, outcome: 'failed', details });
    const takenBack = await tx.$executeRaw`
      with ended as (
        update access_grant g
           set state = 'revoking', end_cause = 'provisioning-failed', last_error_code = ${code},
               last_error = ${message}, claimed_by = null, claimed_until = null
          from server s
         where s.id = g.server_id and s.site_id = ${siteId}::uuid and g.state = 'provisioning'
           and (g.claimed_until is null or g.claimed_until <= now())
        returning g.id, g.server_id, g.organisation_id)
      insert into audit_event (${eventColumns}, organisation_id, server_id, grant_id)
      select ${failure}, organisation_id, server_id, id from ended`;
    const end = eventValues({ type: 'action.finished', actor, outcome: 'failed', details });
    const failed = await tx.$executeRaw`
      with failed as (
        update action a
           set state = 'failed', finished_at = now(), claimed_until = null, error_code = ${code}, error = ${message}
          from server s
         where s.id = a.server_id and s.site_id = ${siteId}::uuid and a.sent_at is null
           and (a.state = 'requested' or (a.state = 'running' and a.claimed_until <= now()))
        returning a.id, a.kind, a.server_id, a.organisation_id)
      insert into audit_event (${eventColumns}, organisation_id, server_id)
      select ${end} || jsonb_build_object('actionId', id, 'kind', kind), organisation_id, server_id from failed`;
    return denied + takenBack + failed;
  });
}
