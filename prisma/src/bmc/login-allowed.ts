import type { Tx } from '../client.ts';

export type LoginVerdict =
  | { readonly allowed: true }
  | { readonly allowed: false; readonly frozenUntil: Date };

/** Whether the stored credential may be tried on a BMC now, after what was refused before. */
export async function loginAllowed(tx: Tx, { bmcId }: { readonly bmcId: string }): Promise<LoginVerdict> {
  const [frozen] = await tx.$queryRaw<{ frozenUntil: Date }[]>`
    select frozen_until as "frozenUntil" from bmc where id = ${bmcId}::uuid and frozen_until > clock_timestamp()`;
  return frozen === undefined ? { allowed: true } : { allowed: false, ...frozen };
}
