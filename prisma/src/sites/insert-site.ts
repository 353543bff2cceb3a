import type { Tx } from '../client.ts';

/** A site with the usual policy and no key: its first broker registers one. `null`: the slug is taken. */
export async function insertSite(
  tx: Tx,
  { slug, name }: { readonly slug: string; readonly name: string },
): Promise<{ readonly id: string } | null> {
  const [row] = await tx.$queryRaw<{ id: string }[]>`
    insert into site (slug, name) values (${slug}, ${name}) on conflict (slug) do nothing returning id`;
  return row ?? null;
}
