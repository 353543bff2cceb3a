import { ticketTtlSeconds } from '@postern/domain';
import type { Tx } from '../client.ts';

export interface NewConsoleTicket {
  readonly tokenHash: string;
  readonly serverId: string;
  readonly grantId: string | null;
  readonly userId: string;
  readonly webSessionId: string;
  readonly brokerId: string;
  readonly kind: 'screen' | 'serial';
  readonly readOnly: boolean;
  readonly reason: string | null;
  readonly sourceAddress: string | null;
}

/** Stores a ticket's hash. Its life begins and ends by the database's clock. */
export async function issueConsoleTicket(tx: Tx, ticket: NewConsoleTicket): Promise<void> {
  await tx.$executeRaw`
    insert into console_ticket (token_hash, server_id, grant_id, user_id, web_session_id, broker_id, kind, read_only,
      reason, source_address, issued_at, expires_at)
    values (${ticket.tokenHash}, ${ticket.serverId}::uuid, ${ticket.grantId}::uuid, ${ticket.userId}::uuid,
      ${ticket.webSessionId}::uuid, ${ticket.brokerId}::uuid, ${ticket.kind}, ${ticket.readOnly}, ${ticket.reason},
      ${ticket.sourceAddress}, now(), now() + make_interval(secs => ${ticketTtlSeconds}::float8))`;
}

/** How many tickets a person was given lately: the memory of a limit. */
export async function countTicketsIssued(
  tx: Tx,
  { userId, withinSeconds }: { readonly userId: string; readonly withinSeconds: number },
): Promise<number> {
  const [row] = await tx.$queryRaw<{ count: number }[]>`
    select count(*)::int as count from console_ticket
     where user_id = ${userId}::uuid and issued_at > now() - make_interval(secs => ${withinSeconds}::float8)`;
  return row?.count ?? 0;
}
