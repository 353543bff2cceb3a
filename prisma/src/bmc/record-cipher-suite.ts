import type { Tx } from '../client.ts';

/** Remembers the best suite that ever worked on a BMC. A weaker one than what stands there is ignored. */
export async function recordCipherSuite(
  tx: Tx,
  { bmcId, cipherSuite }: { readonly bmcId: string; readonly cipherSuite: 3 | 17 },
): Promise<void> {
  await tx.$executeRaw`
    update bmc set cipher_suite = ${cipherSuite}
     where id = ${bmcId}::uuid and (cipher_suite is null or cipher_suite < ${cipherSuite})`;
}
