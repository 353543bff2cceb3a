import type { Tx } from '../client.ts';
import type { RelayCounts } from './relay-row.ts';

export interface CountedRelay {
  readonly grantId: string;
  readonly counts: RelayCounts;
  /** Absent: nothing was carried since the relay was opened here. */
  readonly carriedSecondsAgo?: number | undefined;
}

/** Writes what the relays of one broker have carried so far. Those that another broker has taken over are left alone. */
export async function recordRelayCounts(
  tx: Tx,
  { brokerId, relays }: { readonly brokerId: string; readonly relays: readonly CountedRelay[] },
): Promise<void> {
  if (relays.length === 0) return;
  await tx.$executeRaw`
    update relay r
       set datagrams_to_bmc = c.to_bmc, bytes_to_bmc = c.bytes_to_bmc, datagrams_to_client = c.to_client,
           bytes_to_client = c.bytes_to_client, refused = c.refused,
           last_carried_at = coalesce(clock_timestamp() - make_interval(secs => c.ago), r.last_carried_at)
      from unnest(
        ${relays.map(({ grantId }) => grantId)}::uuid[], ${relays.map(({ counts }) => counts.datagramsToBmc)}::bigint[],
        ${relays.map(({ counts }) => counts.bytesToBmc)}::bigint[],
        ${relays.map(({ counts }) => counts.datagramsToClient)}::bigint[],
        ${relays.map(({ counts }) => counts.bytesToClient)}::bigint[],
        ${relays.map(({ counts }) => JSON.stringify(counts.refused))}::text[]::jsonb[],
        ${relays.map(({ carriedSecondsAgo }) => carriedSecondsAgo ?? null)}::float8[]
      ) as c (grant_id, to_bmc, bytes_to_bmc, to_client, bytes_to_client, refused, ago)
     where r.grant_id = c.grant_id and r.broker_id = ${brokerId}::uuid`;
}
