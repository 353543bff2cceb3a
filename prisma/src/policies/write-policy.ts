import type { PolicyValues } from '@postern/domain';
import type { Tx } from '../client.ts';

/** Whose policy: exactly one of these is given. */
export type PolicyOwnerId =
  | { readonly siteId: string }
  | { readonly organisationId: string }
  | { readonly serverId: string };

/**
 * Sets what one layer says about grants that are asked for from now on. A layer that never said anything gets its row.
 * @throws Prisma's error of the check that values which make no sense together break, or of a foreign key.
 */
export async function writePolicy(tx: Tx, of: PolicyOwnerId, values: PolicyValues): Promise<void> {
  const siteId = 'siteId' in of ? of.siteId : null;
  const organisationId = 'organisationId' in of ? of.organisationId : null;
  const serverId = 'serverId' in of ? of.serverId : null;
  const { scopes } = values;
  const written = await tx.$executeRaw`
    update access_policy
       set min_duration_seconds = ${values.minDurationSeconds}::int,
           default_duration_seconds = ${values.defaultDurationSeconds}::int,
           max_duration_seconds = ${values.maxDurationSeconds}::int,
           max_extensions = ${values.maxExtensions}::int, max_total_seconds = ${values.maxTotalSeconds}::int,
           account_privilege = ${values.accountPrivilege}, approval = ${values.approval},
           approval_timeout_seconds = ${values.approvalTimeoutSeconds}::int,
           max_live_grants = ${values.maxLiveGrants}::int, scopes = ${scopes === null ? null : [...scopes]}::text[],
           grace_seconds = ${values.graceSeconds}::int, tell_foreign_accounts = ${values.tellForeignAccounts}::boolean
     where site_id = ${siteId}::uuid or organisation_id = ${organisationId}::uuid or server_id = ${serverId}::uuid`;
  if (written > 0) return;
  await tx.$executeRaw`
    insert into access_policy (site_id, organisation_id, server_id)
    values (${siteId}::uuid, ${organisationId}::uuid, ${serverId}::uuid) on conflict do nothing`;
  await writePolicy(tx, of, values);
}
