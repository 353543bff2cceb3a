import type { BmcPosture } from '@postern/domain';
import type { Tx } from '../client.ts';

/** Keeps what the probe saw, for the drivers to obey. False: the BMC is worked on over another protocol by now. */
export async function recordProfile(
  tx: Tx,
  { bmcId, profile }: { readonly bmcId: string; readonly profile: { readonly protocol: string } },
): Promise<boolean> {
  const recorded = await tx.$executeRaw`
    update bmc set profile = ${JSON.stringify(profile)}::jsonb, profiled_at = now()
     where id = ${bmcId}::uuid and protocol = ${profile.protocol}`;
  return recorded === 1;
}

/** Keeps what the last look at a BMC's safety found. */
export async function recordPosture(
  tx: Tx,
  { bmcId, posture }: { readonly bmcId: string; readonly posture: BmcPosture },
): Promise<void> {
  await tx.$executeRaw`
    update bmc set posture = ${JSON.stringify(posture)}::jsonb, posture_at = now() where id = ${bmcId}::uuid`;
}
