import type { Tx } from '../client.ts';

/** An open page gets a reading that is no older than this. */
const openPageSeconds = 15;
/** The button does not read more often than this, whoever presses it. */
const buttonSeconds = 3;

/** A page shows a server's hardware: its readings become fresh, unless the BMC refuses our login and is left in peace. */
export async function noteHardwareLook(tx: Tx, { serverId }: { readonly serverId: string }): Promise<void> {
  await tx.$executeRaw`
    insert into hardware_watch as w (server_id, looked_at, due_at) values (${serverId}::uuid, now(), now())
    on conflict (server_id) do update
      set looked_at = now(),
          due_at = greatest(
            w.rest_until,
            least(w.due_at, coalesce(w.tried_at, '-infinity') + make_interval(secs => ${openPageSeconds})))`;
}

/** Somebody wants everything read anew, now. */
export async function askForHardwareReading(
  tx: Tx,
  { serverId }: { readonly serverId: string },
): Promise<void> {
  await tx.$executeRaw`
    insert into hardware_watch as w (server_id, looked_at, asked_at, due_at)
    values (${serverId}::uuid, now(), clock_timestamp(), now())
    on conflict (server_id) do update
      set looked_at = now(), asked_at = clock_timestamp(), rest_until = null,
          due_at = least(w.due_at,
            greatest(now(), coalesce(w.tried_at, '-infinity') + make_interval(secs => ${buttonSeconds})))`;
}
