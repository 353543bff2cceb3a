import type { GrantScope } from '@postern/domain';
import type { Tx } from '../client.ts';
import { type AccountAtWork, accountColumn } from './account-at-work.ts';

/** A grant whose account is to be made, or made again after its broker died. */
export interface GrantToProvision {
  readonly grantId: string;
  readonly serverId: string;
  readonly bmcId: string;
  readonly organisationId: string;
  readonly state: 'requested' | 'provisioning';
  readonly privilege: 'operator' | 'administrator';
  readonly scopes: readonly GrantScope[];
  /** Runs of this state so far, this one included. */
  readonly attempts: number;
  readonly account: AccountAtWork | null;
}

/**
 * Claims the grant that waits longest at a site, for `claimSeconds`; none of a server that is being handed over. Its state stays: it is moved with the intent row.
 * Two brokers never get the same grant.
 */
export async function claimGrantToProvision(
  tx: Tx,
  claim: { readonly siteId: string; readonly brokerId: string; readonly claimSeconds: number },
): Promise<GrantToProvision | undefined> {
  const [grant] = await tx.$queryRaw<GrantToProvision[]>`
    with due as (
      select g.id from access_grant g join server s on s.id = g.server_id
       where s.site_id = ${claim.siteId}::uuid and g.state in ('requested', 'provisioning')
         and g.next_attempt_at <= now() and (g.claimed_until is null or g.claimed_until <= now())
         -- The former tenant's traces first. What is half made is finished: somebody has to look at it anyway.
         and (g.state = 'provisioning'
           or not exists (select from hand_over h where h.server_id = g.server_id and h.state = 'open'))
       order by g.next_attempt_at, g.id
       limit 1 for update of g skip locked),
    g as (
      update access_grant set claimed_by = ${claim.brokerId}::uuid, attempts = attempts + 1,
             claimed_until = now() + make_interval(secs => ${claim.claimSeconds})
        from due where access_grant.id = due.id
      returning access_grant.*)
    select g.id as "grantId", g.server_id as "serverId", g.bmc_id as "bmcId", g.organisation_id as "organisationId",
           g.state, g.privilege, g.scopes, g.attempts, ${accountColumn}
      from g left join account a on a.grant_id = g.id and a.gone_at is null`;
  return grant;
}
