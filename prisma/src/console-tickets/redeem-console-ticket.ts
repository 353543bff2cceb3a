import type { Tx } from '../client.ts';
import { Prisma } from '../generated/client.ts';

/** What a ticket says: who may open what. Whether that still holds is for `readConsoleFacts`. */
export interface TicketClaims {
  readonly ticketId: string;
  readonly serverId: string;
  readonly grantId: string | null;
  readonly userId: string;
  readonly webSessionId: string;
  readonly kind: 'screen' | 'serial';
  readonly readOnly: boolean;
  readonly reason: string | null;
  /** Where the viewer's browser asked the portal from. */
  readonly sourceAddress: string | null;
}

export type TicketRedemption =
  | { readonly ok: true; readonly claims: TicketClaims }
  /** `claims` is absent when no such ticket was ever issued. */
  | { readonly ok: false; readonly why: 'unknown' }
  | {
      readonly ok: false;
      readonly why: 'used' | 'late' | 'other-broker';
      readonly claims: TicketClaims;
    };

const claims = Prisma.sql`
  id as "ticketId", server_id as "serverId", grant_id as "grantId", user_id as "userId",
  web_session_id as "webSessionId", kind, read_only as "readOnly", reason, source_address as "sourceAddress"`;

/**
 * Uses up a ticket: of any number of tries at once, one succeeds, within the ticket's life and at the broker it was
 * issued for. A refused ticket stays as it was.
 */
export async function redeemConsoleTicket(
  tx: Tx,
  { tokenHash, brokerId }: { readonly tokenHash: string; readonly brokerId: string },
): Promise<TicketRedemption> {
  const [redeemed] = await tx.$queryRaw<TicketClaims[]>`
    update console_ticket set used_at = now()
     where token_hash = ${tokenHash} and broker_id = ${brokerId}::uuid
       and used_at is null and expires_at > clock_timestamp()
    returning ${claims}`;
  if (redeemed) return { ok: true, claims: redeemed };
  const [refused] = await tx.$queryRaw<(TicketClaims & { why: 'used' | 'late' | 'other-broker' })[]>`
    select ${claims},
      case when broker_id <> ${brokerId}::uuid then 'other-broker'
           when used_at is not null then 'used'
           else 'late' end as why
      from console_ticket where token_hash = ${tokenHash}`;
  if (refused === undefined) return { ok: false, why: 'unknown' };
  const { why, ...known } = refused;
  return { ok: false, why, claims: known };
}
