import type { Tx } from '../client.ts';
import type { Site } from '../generated/client.ts';

export async function readSite(tx: Tx, { slug }: { readonly slug: string }): Promise<Site | undefined> {
  return (await tx.site.findUnique({ where: { slug } })) ?? undefined;
}
