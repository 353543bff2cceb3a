import type { AuditActor, GrantEndCause } from '@postern/domain';
import { eventColumns, eventValues } from '../audit/event-values.ts';
import type { Tx } from '../client.ts';

/** A grant that lost its ground before its time was over. */
export interface ForfeitedGrant {
  readonly grantId: string;
  readonly serverId: string;
  readonly cause: GrantEndCause;
}

/**
 * Ends a site's grants whose server was given to somebody else or is blocked in a way that ends live access, whose
 * organisation is suspended or whose holder is disabled, each with its audit event. The portal ends them itself when it makes such a change; this finds
 * what was changed past it.
 */
export async function endForfeitedGrants(
  tx: Tx,
  { siteId, actor }: { readonly siteId: string; readonly actor: AuditActor },
): Promise<ForfeitedGrant[]> {
  const event = eventValues({ type: 'grant.end-requested', actor, outcome: 'ok' });
  return tx.$queryRaw<ForfeitedGrant[]>`
    with forfeited as (
      select g.id, case when s.organisation_id is distinct from g.organisation_id then 'server-reassigned'
                        when o.suspended_at is not null then 'organisation-suspended'
                        when u.disabled_at is not null then 'user-disabled'
                        else 'server-blocked' end as cause
        from access_grant g
        join server s on s.id = g.server_id
        join organisation o on o.id = g.organisation_id
        left join app_user u on u.id = g.holder_id
       where s.site_id = ${siteId}::uuid and g.state in ('awaiting-approval', 'requested', 'provisioning', 'active')
         and (s.organisation_id is distinct from g.organisation_id
              or o.suspended_at is not null or u.disabled_at is not null
              or exists (select from access_block b where b.ends_live
                          and (b.server_id = g.server_id or b.organisation_id = g.organisation_id)))
       for update of g skip locked),
    ended as (
      update access_grant g
         set state = case when g.state = 'awaiting-approval' then 'denied' else 'revoking' end,
             end_cause = forfeited.cause, next_attempt_at = now()
        from forfeited where g.id = forfeited.id
      returning g.id, g.server_id, g.organisation_id, g.end_cause),
    recorded as (
      insert into audit_event (${eventColumns}, organisation_id, server_id, grant_id)
      select ${event} || jsonb_build_object('cause', end_cause), organisation_id, server_id, id from ended)
    select id as "grantId", server_id as "serverId", end_cause as cause from ended`;
}
