import type { Tx } from '../client.ts';

export async function readSiteById(
  tx: Tx,
  siteId: string,
): Promise<{ readonly id: string; readonly name: string } | undefined> {
  return (await tx.site.findUnique({ where: { id: siteId }, select: { id: true, name: true } })) ?? undefined;
}
