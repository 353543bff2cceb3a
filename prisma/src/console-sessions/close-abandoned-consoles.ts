import type { ConsoleCloseReason } from '@postern/domain';
import type { Tx } from '../client.ts';

export interface AbandonedConsole {
  readonly id: string;
  readonly serverId: string;
  readonly serverName: string;
  readonly organisationId: string | null;
  readonly grantId: string | null;
  readonly userId: string;
  readonly userName: string;
}

/** Closes the rows that a broker left open when it died. Only for that broker's own start: it has no consoles yet. */
export async function closeAbandonedConsoles(
  tx: Tx,
  { brokerId, reason }: { readonly brokerId: string; readonly reason: ConsoleCloseReason },
): Promise<AbandonedConsole[]> {
  return tx.$queryRaw<AbandonedConsole[]>`
    update console_session c set closed_at = now(), close_reason = ${reason}
      from server s, app_user u
     where c.broker_id = ${brokerId}::uuid and c.closed_at is null and s.id = c.server_id and u.id = c.user_id
    returning c.id, s.id as "serverId", s.name as "serverName", s.organisation_id as "organisationId",
      c.grant_id as "grantId", u.id as "userId", u.name as "userName"`;
}
