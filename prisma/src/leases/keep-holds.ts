import type { Tx } from '../client.ts';
import type { LeaseHold } from './take-lease.ts';

/**
 * Prolongs many leases of one broker in one statement, and its claims on the grants and actions that they are held for. One that
 * has lapsed or was taken over stays so: its holder hears of it at its next write.
 */
export async function keepHolds(
  tx: Tx,
  keep: {
    readonly brokerId: string;
    readonly holds: readonly Omit<LeaseHold, 'brokerId'>[];
    readonly ttlSeconds: number;
  },
): Promise<void> {
  const { brokerId, holds, ttlSeconds } = keep;
  const bmcIds = holds.map(({ bmcId }) => bmcId);
  const fences = holds.map(({ fence }) => fence);
  await tx.$executeRaw`
    with kept as (
      update bmc_lease l set expires_at = now() + make_interval(secs => ${ttlSeconds})
        from unnest(${bmcIds}::uuid[], ${fences}::bigint[]) as held (bmc_id, fence)
       where l.bmc_id = held.bmc_id and l.fence = held.fence and l.broker_id = ${brokerId}::uuid
         and l.expires_at > now()
      returning l.bmc_id),
    kept_actions as (
      update action a set claimed_until = now() + make_interval(secs => ${ttlSeconds})
        from kept join bmc b on b.id = kept.bmc_id
       where a.server_id = b.server_id and a.claimed_by = ${brokerId}::uuid and a.claimed_until > now()
         and a.state = 'running')
    update access_grant g set claimed_until = now() + make_interval(secs => ${ttlSeconds})
      from kept
     where g.bmc_id = kept.bmc_id and g.claimed_by = ${brokerId}::uuid and g.claimed_until > now()
       and g.state in ('requested', 'provisioning', 'revoking')`;
}
