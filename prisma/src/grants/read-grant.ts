import type { Tx } from '../client.ts';
import type { Prisma } from '../generated/client.ts';
import { grantSelection } from '../servers/server-row.ts';
import type { TenantScope } from '../tenant-scope.ts';
import { withinScope } from '../tenant-scope.ts';

export const grantWithServerSelection = {
  ...grantSelection,
  server: { select: { id: true, name: true, rack: true, organisationId: true, site: true } },
} as const satisfies Prisma.GrantSelect;

export type GrantWithServer = Prisma.GrantGetPayload<{ select: typeof grantWithServerSelection }>;

/** One grant within the scope, with the site whose policy it lives under. */
export function readGrant(tx: Tx, scope: TenantScope, grantId: string): Promise<GrantWithServer | null> {
  return tx.grant.findFirst({
    where: { id: grantId, ...withinScope(scope) },
    select: grantWithServerSelection,
  });
}
