import type { Tx } from '../client.ts';
import type { Prisma } from '../generated/client.ts';
import type { TenantScope } from '../tenant-scope.ts';
import { withinScope } from '../tenant-scope.ts';
import { type GrantWithServer, grantWithServerSelection } from './read-grant.ts';

export interface GrantFilter {
  readonly states?: readonly string[] | undefined;
  readonly overdueBefore?: Date | undefined;
  /** Permanent ones that live and whose review is due by then. */
  readonly reviewBefore?: Date | undefined;
  readonly search?: string | undefined;
  readonly after?: { readonly requestedAt: Date; readonly id: string } | undefined;
  readonly limit: number;
}

/** One page of grants, newest request first, and one row more if there is a next page. */
export function listGrants(tx: Tx, scope: TenantScope, filter: GrantFilter): Promise<GrantWithServer[]> {
  const { states, overdueBefore, reviewBefore, search, after } = filter;
  const and: Prisma.GrantWhereInput[] = [withinScope(scope)];
  if (states !== undefined) and.push({ state: { in: [...states] } });
  if (overdueBefore !== undefined) {
    and.push({
      state: 'revoking',
      OR: [{ stateSince: { lt: overdueBefore } }, { endsAt: { lt: overdueBefore } }],
    });
  }
  if (reviewBefore !== undefined) {
    and.push({ permanent: true, state: 'active', reviewAt: { lt: reviewBefore } });
  }
  if (search) {
    const part = { contains: search, mode: 'insensitive' } as const;
    and.push({
      OR: [
        { server: { name: part } },
        { organisation: { name: part } },
        { holder: { name: part } },
        { ticketNumber: part },
        { accounts: { some: { username: part } } },
      ],
    });
  }
  if (after !== undefined) {
    and.push({
      OR: [
        { requestedAt: { lt: after.requestedAt } },
        { requestedAt: after.requestedAt, id: { lt: after.id } },
      ],
    });
  }
  return tx.grant.findMany({
    where: { AND: and },
    orderBy: [{ requestedAt: 'desc' }, { id: 'desc' }],
    take: filter.limit + 1,
    select: grantWithServerSelection,
  });
}
