import type { ConsoleCloseReason } from '@postern/domain';
import type { Tx } from '../client.ts';

/** Closes the row of a console. Returns false when it was closed already, or never opened. */
export async function recordClosedConsole(
  tx: Tx,
  closed: {
    readonly id: string;
    readonly reason: ConsoleCloseReason;
    readonly bytesToViewer: number;
    /** How long ago it closed, when the database could not be told at once. */
    readonly secondsAgo: number;
  },
): Promise<boolean> {
  const rows = await tx.$executeRaw`
    update console_session
       set closed_at = greatest(opened_at, now() - make_interval(secs => ${closed.secondsAgo}::float8)),
           close_reason = ${closed.reason},
           bytes_to_viewer = ${closed.bytesToViewer}::bigint
     where id = ${closed.id}::uuid and closed_at is null`;
  return rows === 1;
}
