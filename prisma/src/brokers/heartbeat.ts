import type { Tx } from '../client.ts';

/** Says that a broker lives. `clockOffsetMs`: its own clock minus Postgres', as measured by the caller. */
export async function heartbeat(
  tx: Tx,
  beat: { readonly brokerId: string; readonly clockOffsetMs: number; readonly guacdAvailable: boolean },
): Promise<void> {
  await tx.$executeRaw`
    update broker
       set heartbeat_at = clock_timestamp(), clock_offset_ms = ${Math.round(beat.clockOffsetMs)}::int,
           guacd_available = ${beat.guacdAvailable}
     where id = ${beat.brokerId}::uuid`;
}
