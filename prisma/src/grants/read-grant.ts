import type { Tx } from '../client.ts';
import type { Prisma } from '../generated/client.ts';
import { policySelection } from '../policies/policy-values.ts';
import { blockSelection, grantSelection } from '../servers/server-row.ts';
import type { TenantScope } from '../tenant-scope.ts';
import { withinScope } from '../tenant-scope.ts';

export const grantWithServerSelection = {
  ...grantSelection,
  organisation: {
    select: { id: true, name: true, policy: { select: policySelection }, blocks: blockSelection },
  },
  server: {
    select: {
      id: true,
      name: true,
      rack: true,
      organisationId: true,
      site: { select: { id: true, name: true, policy: { select: policySelection } } },
      policy: { select: policySelection },
      blocks: blockSelection,
    },
  },
} as const satisfies Prisma.GrantSelect;

export type GrantWithServer = Prisma.GrantGetPayload<{ select: typeof grantWithServerSelection }>;

/** One grant within the scope, with what stands around it and says what its policy is. */
export function readGrant(tx: Tx, scope: TenantScope, grantId: string): Promise<GrantWithServer | null> {
  return tx.grant.findFirst({
    where: { id: grantId, ...withinScope(scope) },
    select: grantWithServerSelection,
  });
}
