import type { ConsoleEngine } from '@postern/domain';
import type { Tx } from '../client.ts';

/** Writes the row of a console that was opened. Its deadline is the grant's end as it stands in this transaction. */
export async function recordOpenedConsole(
  tx: Tx,
  console: {
    readonly id: string;
    readonly serverId: string;
    readonly grantId: string | null;
    readonly userId: string;
    readonly brokerId: string;
    readonly kind: 'screen' | 'serial';
    readonly engine: ConsoleEngine;
    readonly readOnly: boolean;
  },
): Promise<void> {
  await tx.$executeRaw`
    insert into console_session
      (id, server_id, grant_id, user_id, broker_id, kind, engine, read_only, opened_at, deadline)
    select ${console.id}::uuid, ${console.serverId}::uuid, ${console.grantId}::uuid, ${console.userId}::uuid,
      ${console.brokerId}::uuid, ${console.kind}, ${console.engine}, ${console.readOnly}, now(),
      (select ends_at from access_grant where id = ${console.grantId}::uuid)`;
}
