import type { Tx } from '../client.ts';

/** Sets whom people of a site ask for hands. `null`: there is no such site; else its name. */
export async function updateSiteHelp(
  tx: Tx,
  help: { readonly siteId: string; readonly words: string; readonly mail: string | null },
): Promise<{ readonly name: string } | null> {
  const [site] = await tx.$queryRaw<{ name: string }[]>`
    update site set help_words = ${help.words}, help_mail = ${help.mail}
     where id = ${help.siteId}::uuid returning name`;
  return site ?? null;
}
