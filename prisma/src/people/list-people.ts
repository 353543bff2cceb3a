import type { Tx } from '../client.ts';
import type { Prisma } from '../generated/client.ts';

const selection = {
  id: true,
  name: true,
  email: true,
  role: true,
  organisation: { select: { id: true, name: true, suspendedAt: true } },
  disabledAt: true,
  createdAt: true,
  secondFactor: { select: { addedAt: true } },
} as const satisfies Prisma.UserSelect;

export type PersonOverview = Prisma.UserGetPayload<{ select: typeof selection }>;

/** People by name, without anything of their passwords; of a second factor, that there is one. */
export function listPeople(
  tx: Tx,
  filter: { readonly organisationId?: string | undefined; readonly search?: string | undefined },
): Promise<PersonOverview[]> {
  const part = { contains: filter.search ?? '', mode: 'insensitive' } as const;
  return tx.user.findMany({
    where: {
      ...(filter.organisationId === undefined ? {} : { organisationId: filter.organisationId }),
      ...(filter.search ? { OR: [{ name: part }, { email: part }] } : {}),
    },
    orderBy: [{ name: 'asc' }, { id: 'asc' }],
    take: 500,
    select: selection,
  });
}

export function readPerson(tx: Tx, userId: string): Promise<PersonOverview | null> {
  return tx.user.findUnique({ where: { id: userId }, select: selection });
}
