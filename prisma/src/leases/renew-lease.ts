import type { Tx } from '../client.ts';
import type { LeaseHold } from './take-lease.ts';

/** Prolongs a hold. False: it lapsed or was taken over, and must not be used any more. */
export async function renewLease(
  tx: Tx,
  lease: LeaseHold & { readonly ttlSeconds: number },
): Promise<boolean> {
  const renewed = await tx.$executeRaw`
    update bmc_lease set expires_at = now() + make_interval(secs => ${lease.ttlSeconds})
     where bmc_id = ${lease.bmcId}::uuid and broker_id = ${lease.brokerId}::uuid and fence = ${lease.fence}
       and expires_at > now()`;
  return renewed === 1;
}
