import type { Tx } from '../client.ts';

/** Names one hold of one BMC. The fence tells it from every other hold, also of the same broker. */
export interface LeaseHold {
  readonly bmcId: string;
  readonly brokerId: string;
  readonly fence: bigint;
}

/**
 * Takes a BMC for this broker unless somebody holds it, this broker included: `undefined` then. The row stays after a
 * release, so that the fence never starts again.
 */
export async function takeLease(
  tx: Tx,
  lease: { readonly bmcId: string; readonly brokerId: string; readonly ttlSeconds: number },
): Promise<{ readonly fence: bigint } | undefined> {
  const [taken] = await tx.$queryRaw<{ fence: bigint }[]>`
    insert into bmc_lease as held (bmc_id, broker_id, fence, expires_at)
    values (${lease.bmcId}::uuid, ${lease.brokerId}::uuid, 1, now() + make_interval(secs => ${lease.ttlSeconds}))
    on conflict (bmc_id) do update
      set broker_id = excluded.broker_id, fence = held.fence + 1, expires_at = excluded.expires_at
      where held.expires_at <= now()
    returning fence`;
  return taken;
}
