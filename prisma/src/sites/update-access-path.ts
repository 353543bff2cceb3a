import type { AccessPath } from '@postern/domain';
import type { Tx } from '../client.ts';

/** How tenants' tools reach the BMCs of a site, for access that is made from now on. `null`: there is no such site. */
export async function updateAccessPath(
  tx: Tx,
  { siteId, path }: { readonly siteId: string; readonly path: AccessPath },
): Promise<{ readonly name: string } | null> {
  const [site] = await tx.site.updateManyAndReturn({
    where: { id: siteId },
    data: { accessPath: path },
    select: { name: true },
  });
  return site ?? null;
}
