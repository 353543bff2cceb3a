import type { Tx } from '../client.ts';
import type { LeaseHold } from './take-lease.ts';

/** Gives a hold back. False: it was not ours any more, and nothing changed. */
export async function releaseLease(tx: Tx, lease: LeaseHold): Promise<boolean> {
  const released = await tx.$executeRaw`
    update bmc_lease set expires_at = now()
     where bmc_id = ${lease.bmcId}::uuid and broker_id = ${lease.brokerId}::uuid and fence = ${lease.fence}
       and expires_at > now()`;
  return released === 1;
}
