import type { Tx } from '../client.ts';

/** Stores that a server was seen `on` or `off` just now, and that reading works. */
export async function recordPowerReading(
  tx: Tx,
  { serverId, state }: { readonly serverId: string; readonly state: 'on' | 'off' },
): Promise<void> {
  await tx.$executeRaw`
    insert into power_reading (server_id, state, read_at) values (${serverId}::uuid, ${state}, clock_timestamp())
    on conflict (server_id) do update
      set state = excluded.state, read_at = excluded.read_at, failing_since = null, error_code = null`;
}
