import type { Tx } from '../client.ts';

/** Sets how old a site's BMC logins may become; null: nothing is replaced by itself. `null`: there is no such site. */
export async function setRotationSchedule(
  tx: Tx,
  { siteId, everyDays }: { readonly siteId: string; readonly everyDays: number | null },
): Promise<{ readonly name: string } | null> {
  const [site] = await tx.site.updateManyAndReturn({
    where: { id: siteId },
    data: { rotateAfterDays: everyDays },
    select: { name: true },
  });
  return site ?? null;
}
