import type { Tx } from '../client.ts';

export type BmcSecretKind = 'login' | 'screen';
/** While a login is being replaced there are more of them. */
export type HeldSecretKind = BmcSecretKind | 'login-pending' | 'login-former';

/** Puts a sealed secret behind the door that the portal cannot look through again. */
export async function putBmcSecret(
  tx: Tx,
  secret: { readonly bmcId: string; readonly kind: BmcSecretKind; readonly sealed: string },
): Promise<void> {
  await tx.$executeRaw`select put_bmc_secret(${secret.bmcId}::uuid, ${secret.kind}, ${secret.sealed})`;
}

/** Which secrets a BMC has and since when; not what they are. */
export function listBmcSecrets(
  tx: Tx,
  bmcId: string,
): Promise<{ readonly kind: HeldSecretKind; readonly changedAt: Date }[]> {
  return tx.$queryRaw`select kind, changed_at as "changedAt" from bmc_secrets_held(${bmcId}::uuid)`;
}
