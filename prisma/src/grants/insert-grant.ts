import type { GrantScope } from '@postern/domain';
import type { Tx } from '../client.ts';

export interface NewGrant {
  readonly serverId: string;
  readonly bmcId: string;
  readonly organisationId: string;
  /** Null: for the whole organisation. */
  readonly holderId: string | null;
  readonly requestedById: string;
  readonly privilege: string;
  readonly permanent: boolean;
  /** Null for a permanent grant. */
  readonly durationSeconds: number | null;
  readonly reason: string | null;
  readonly ticketNumber: string | null;
  readonly reviewAt: Date | null;
  /** Who answers for a permanent grant; null for a temporary one. */
  readonly ownerId: string | null;
  /** Whom a relay will serve: one address of each family at most. */
  readonly sourceIpv4: string | null;
  readonly sourceIpv6: string | null;
  readonly scopes: readonly GrantScope[];
  /** It waits this long for an approval first; null: it needs none. */
  readonly approvalTimeoutSeconds: number | null;
}

/** Asks for access; the site's brokers are woken by a trigger. `null`: the server has a live grant already. */
export async function insertGrant(tx: Tx, grant: NewGrant): Promise<{ readonly grantId: string } | null> {
  const state = grant.approvalTimeoutSeconds === null ? 'requested' : 'awaiting-approval';
  const [row] = await tx.$queryRaw<{ grantId: string }[]>`
    insert into access_grant (server_id, bmc_id, organisation_id, holder_id, requested_by_id, privilege, permanent,
      duration_seconds, reason, ticket_number, review_at, source_ipv4, source_ipv6, scopes,
      state, approval_until, owner_id)
    values (${grant.serverId}::uuid, ${grant.bmcId}::uuid, ${grant.organisationId}::uuid, ${grant.holderId}::uuid,
      ${grant.requestedById}::uuid, ${grant.privilege}, ${grant.permanent}, ${grant.durationSeconds}::int,
      ${grant.reason}, ${grant.ticketNumber}, ${grant.reviewAt}::timestamptz, ${grant.sourceIpv4}::inet,
      ${grant.sourceIpv6}::inet,
      ${[...grant.scopes]}::text[], ${state}, now() + make_interval(secs => ${grant.approvalTimeoutSeconds}::float8),
      ${grant.ownerId}::uuid)
    on conflict (server_id) where state in ('awaiting-approval', 'requested', 'provisioning', 'active', 'revoking') do nothing
    returning id as "grantId"`;
  return row ?? null;
}
