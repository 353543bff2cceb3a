import type { GrantEndCause } from '@postern/domain';
import type { Tx } from '../client.ts';
import { type AccountAtWork, accountColumn } from './account-at-work.ts';

/** A grant whose account has to go. */
export interface GrantToRevoke {
  readonly grantId: string;
  readonly serverId: string;
  readonly bmcId: string;
  readonly organisationId: string;
  readonly endCause: GrantEndCause;
  /** Attempts so far, this one included. */
  readonly attempts: number;
  readonly revokingForSeconds: number;
  /** Null when no intent was ever committed, or the account is proven gone already. */
  readonly account: AccountAtWork | null;
}

/**
 * Claims the revocations that are due longest at a site, `limit` at most, for `claimSeconds`. Two brokers never get the
 * same one. First attempts come first: BMCs that were away before must not keep the others waiting.
 */
export function claimGrantsToRevoke(
  tx: Tx,
  claim: {
    readonly siteId: string;
    readonly brokerId: string;
    readonly claimSeconds: number;
    readonly limit: number;
  },
): Promise<GrantToRevoke[]> {
  return tx.$queryRaw<GrantToRevoke[]>`
    with due as (
      select g.id from access_grant g join server s on s.id = g.server_id
       where s.site_id = ${claim.siteId}::uuid and g.state = 'revoking'
         and g.next_attempt_at <= now() and (g.claimed_until is null or g.claimed_until <= now())
       order by g.attempts > 0, g.next_attempt_at, g.id
       limit ${claim.limit} for update of g skip locked),
    g as (
      update access_grant set claimed_by = ${claim.brokerId}::uuid, attempts = attempts + 1,
             step = 'disable', claimed_until = now() + make_interval(secs => ${claim.claimSeconds})
        from due where access_grant.id = due.id
      returning access_grant.*)
    select g.id as "grantId", g.server_id as "serverId", g.bmc_id as "bmcId", g.organisation_id as "organisationId",
           g.end_cause as "endCause", g.attempts,
           extract(epoch from now() - g.state_since)::float8 as "revokingForSeconds", ${accountColumn}
      from g left join account a on a.grant_id = g.id and a.gone_at is null`;
}
