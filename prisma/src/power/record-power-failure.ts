import type { Tx } from '../client.ts';

/** Stores that a server's power cannot be read, keeping what was last seen and since when nothing was. */
export async function recordPowerFailure(
  tx: Tx,
  { serverId, errorCode }: { readonly serverId: string; readonly errorCode: string },
): Promise<void> {
  await tx.$executeRaw`
    insert into power_reading as last (server_id, state, failing_since, error_code)
    values (${serverId}::uuid, 'unknown', clock_timestamp(), ${errorCode})
    on conflict (server_id) do update
      set failing_since = coalesce(last.failing_since, excluded.failing_since), error_code = excluded.error_code`;
}
