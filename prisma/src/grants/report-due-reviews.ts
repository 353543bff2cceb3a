import type { AuditActor, ReviewStage } from '@postern/domain';
import { reviewSoonSeconds } from '@postern/domain';
import { eventColumns, eventValues } from '../audit/event-values.ts';
import type { Database } from '../client.ts';

/**
 * Records that the review of a site's permanent grants comes near, and that it has passed: each once per date. Returns
 * what is new.
 */
export async function reportDueReviews(
  db: Database,
  { siteId, actor }: { readonly siteId: string; readonly actor: AuditActor },
): Promise<{ readonly grantId: string; readonly serverId: string; readonly stage: ReviewStage }[]> {
  const event = eventValues({ type: 'grant.review-due', actor, outcome: 'ok' });
  return db.client.$queryRaw`
    with near as (
      select g.id, case when g.review_at <= now() then 'passed' else 'soon' end as stage
        from access_grant g join server s on s.id = g.server_id
       where s.site_id = ${siteId}::uuid and g.permanent and g.state = 'active'
         and g.review_at <= now() + make_interval(secs => ${reviewSoonSeconds})
         and (g.review_told is null or (g.review_told = 'soon' and g.review_at <= now()))
       for update of g skip locked),
    told as (
      update access_grant g set review_told = near.stage from near where g.id = near.id
      returning g.id, g.server_id, g.organisation_id, g.review_told, g.review_at),
    recorded as (
      insert into audit_event (${eventColumns}, organisation_id, server_id, grant_id)
      select ${event} || jsonb_build_object('stage', review_told, 'reviewAt', review_at),
             organisation_id, server_id, id from told)
    select id as "grantId", server_id as "serverId", review_told as stage from told`;
}
