import type { Tx } from '../client.ts';

/** Lets a site write to its BMCs again. False: this observation is over already. */
export async function confirmObservation(
  tx: Tx,
  { siteId, since }: { readonly siteId: string; readonly since: Date },
): Promise<boolean> {
  const ended = await tx.$executeRaw`
    update site set observing_since = null, observing_cause = null
     where id = ${siteId}::uuid and date_trunc('milliseconds', observing_since) = ${since}`;
  return ended === 1;
}
