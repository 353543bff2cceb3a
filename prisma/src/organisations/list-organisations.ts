import type { Tx } from '../client.ts';

export interface OrganisationOverview {
  readonly id: string;
  readonly name: string;
  readonly suspendedAt: Date | null;
  readonly createdAt: Date;
  readonly _count: { readonly users: number; readonly servers: number };
}

export function listOrganisations(tx: Tx): Promise<OrganisationOverview[]> {
  return tx.organisation.findMany({
    orderBy: { name: 'asc' },
    include: { _count: { select: { users: true, servers: true } } },
  });
}
