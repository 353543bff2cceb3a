import type { BootDevice } from '@postern/domain';
import type { Tx } from '../client.ts';

/** Stores what the BMC was just seen to hold for the next start. */
export async function recordBootReading(
  tx: Tx,
  reading: {
    readonly serverId: string;
    readonly device: BootDevice;
    readonly persistent: boolean;
    readonly firmware: 'legacy' | 'uefi';
  },
): Promise<void> {
  await tx.$executeRaw`
    insert into boot_reading (server_id, device, persistent, firmware, read_at)
    values (${reading.serverId}::uuid, ${reading.device}, ${reading.persistent}, ${reading.firmware},
      clock_timestamp())
    on conflict (server_id) do update
      set device = excluded.device, persistent = excluded.persistent, firmware = excluded.firmware,
          read_at = excluded.read_at`;
}
