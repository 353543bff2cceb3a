import type { PolicyValues, ResolvedPolicy } from '@postern/domain';
import type { Tx } from '../client.ts';
import { policySelection, policyValuesOf, policyWithin } from './policy-values.ts';
import type { PolicyOwnerId } from './write-policy.ts';

const owner = { select: { name: true, policy: { select: policySelection } } } as const;

/** The policy that holds for a server now; `undefined`: there is no such server. */
export async function readPolicyOfServer(tx: Tx, serverId: string): Promise<ResolvedPolicy | undefined> {
  const row = await tx.server.findUnique({
    where: { id: serverId },
    select: { name: true, policy: { select: policySelection }, site: owner, organisation: owner },
  });
  if (row === null) return undefined;
  const { site, organisation, ...server } = row;
  return policyWithin({ site, organisation, server });
}

/** What would hold for a server if it said nothing itself; `undefined`: there is no such server. */
export async function readInheritedPolicy(tx: Tx, serverId: string): Promise<ResolvedPolicy | undefined> {
  const row = await tx.server.findUnique({
    where: { id: serverId },
    select: { name: true, site: owner, organisation: owner },
  });
  if (row === null) return undefined;
  return policyWithin({ ...row, server: { name: row.name, policy: null } });
}

/** What one layer says itself, and whose it is; `undefined`: there is no such thing. */
export async function readPolicyLayer(
  tx: Tx,
  of: PolicyOwnerId,
): Promise<{ readonly name: string; readonly values: PolicyValues } | undefined> {
  const row = await ownerOf(tx, of);
  return row === null ? undefined : { name: row.name, values: policyValuesOf(row.policy) };
}

function ownerOf(tx: Tx, of: PolicyOwnerId) {
  if ('siteId' in of) return tx.site.findUnique({ where: { id: of.siteId }, ...owner });
  if ('organisationId' in of)
    return tx.organisation.findUnique({ where: { id: of.organisationId }, ...owner });
  return tx.server.findUnique({ where: { id: of.serverId }, ...owner });
}
