import type { Tx } from '../client.ts';

export interface SiteOverview {
  readonly id: string;
  readonly slug: string;
  readonly name: string;
  readonly publicKey: string | null;
  readonly minDurationSeconds: number;
  readonly defaultDurationSeconds: number;
  readonly maxDurationSeconds: number;
  readonly maxExtensions: number;
  readonly maxTotalSeconds: number;
  readonly accountPrivilege: string;
  readonly _count: { readonly servers: number };
}

export function listSites(tx: Tx): Promise<SiteOverview[]> {
  return tx.site.findMany({ orderBy: { name: 'asc' }, include: { _count: { select: { servers: true } } } });
}

/** The key that secrets of a server's site are sealed to; `publicKey` is null until a broker has registered one. */
export async function readSiteOfServer(
  tx: Tx,
  serverId: string,
): Promise<{ readonly id: string; readonly publicKey: string | null } | null> {
  const server = await tx.server.findUnique({
    where: { id: serverId },
    select: { site: { select: { id: true, publicKey: true } } },
  });
  return server?.site ?? null;
}
