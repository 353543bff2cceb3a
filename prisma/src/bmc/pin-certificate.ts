import type { Tx } from '../client.ts';

/**
 * Pins the certificate that a BMC showed last, if that is still `sha256`: what a person compared is what is accepted.
 * `undefined`: it shows another one by now, or was never looked at.
 */
export async function pinCertificate(
  tx: Tx,
  { serverId, sha256 }: { readonly serverId: string; readonly sha256: string },
): Promise<{ readonly bmcId: string; readonly before: string | null } | undefined> {
  const [held] = await tx.$queryRaw<{ bmcId: string; before: string | null }[]>`
    select id as "bmcId", certificate_pin as before from bmc
     where server_id = ${serverId}::uuid and certificate_seen->>'sha256' = ${sha256} for update`;
  if (held === undefined) return undefined;
  await tx.$executeRaw`update bmc set certificate_pin = ${sha256} where id = ${held.bmcId}::uuid`;
  return held;
}
