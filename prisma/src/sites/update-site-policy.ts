import type { GrantPolicy } from '@postern/domain';
import type { Tx } from '../client.ts';

/** Sets a site's limits for grants that are asked for from now on. `null`: there is no such site. */
export async function updateSitePolicy(
  tx: Tx,
  siteId: string,
  policy: GrantPolicy & { readonly accountPrivilege: 'operator' | 'administrator' },
): Promise<{ readonly name: string } | null> {
  const [site] = await tx.site.updateManyAndReturn({
    where: { id: siteId },
    data: policy,
    select: { name: true },
  });
  return site ?? null;
}
