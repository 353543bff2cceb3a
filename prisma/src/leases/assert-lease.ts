import type { Tx } from '../client.ts';
import { LeaseLostError } from './lease-lost-error.ts';
import type { LeaseHold } from './take-lease.ts';

/**
 * Proves that a hold is still ours and keeps it so until the transaction ends: the row lock makes a rival wait.
 * @throws LeaseLostError
 */
export async function assertLease(tx: Tx, lease: LeaseHold): Promise<void> {
  const held = await tx.$queryRaw<unknown[]>`
    select 1 as held from bmc_lease
     where bmc_id = ${lease.bmcId}::uuid and broker_id = ${lease.brokerId}::uuid and fence = ${lease.fence}
       and expires_at > clock_timestamp()
       for share`;
  if (held.length === 0) throw new LeaseLostError(lease.bmcId);
}
