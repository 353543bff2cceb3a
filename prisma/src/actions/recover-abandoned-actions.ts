import type { AuditActor } from '@postern/domain';
import { eventColumns, eventValues } from '../audit/event-values.ts';
import type { Database } from '../client.ts';

/**
 * Ends as `unknown` what was sent by a broker that died before the answer: it may have happened, so it is never sent
 * again. Returns the actions; the caller reads their servers' power.
 */
export async function recoverAbandonedActions(
  db: Database,
  { siteId, actor }: { readonly siteId: string; readonly actor: AuditActor },
): Promise<{ readonly actionId: string; readonly serverId: string; readonly bmcId: string | null }[]> {
  const event = eventValues({
    type: 'action.finished',
    actor,
    outcome: 'failed',
    details: { state: 'unknown', code: 'broker-lost' },
  });
  return db.client.$queryRaw`
    with abandoned as (
      select a.id, a.server_id, b.id as bmc_id
        from action a join server s on s.id = a.server_id left join bmc b on b.server_id = s.id
       where s.site_id = ${siteId}::uuid and a.state = 'running' and a.sent_at is not null
         and a.claimed_until <= now()
       for update of a skip locked),
    ended as (
      update action a
         set state = 'unknown', finished_at = now(), claimed_until = null, error_code = 'broker-lost',
             error = 'The command was sent, but the broker stopped before the answer came. It was not sent again.'
        from abandoned where a.id = abandoned.id
      returning a.id, a.kind, a.server_id, a.organisation_id, abandoned.bmc_id),
    recorded as (
      insert into audit_event (${eventColumns}, organisation_id, server_id)
      select ${event} || jsonb_build_object('actionId', id, 'kind', kind), organisation_id, server_id from ended)
    select id as "actionId", server_id as "serverId", bmc_id as "bmcId" from ended`;
}
