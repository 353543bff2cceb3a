import type { Tx } from '../client.ts';

/**
 * Makes a broker's public key the site's if it has none. False: the site has another one, so this broker could open
 * none of its secrets.
 */
export async function claimSiteKey(
  tx: Tx,
  { siteId, publicKey }: { readonly siteId: string; readonly publicKey: string },
): Promise<boolean> {
  const claimed = await tx.$executeRaw`
    update site set public_key = ${publicKey}
     where id = ${siteId}::uuid and (public_key is null or public_key = ${publicKey})`;
  return claimed === 1;
}
