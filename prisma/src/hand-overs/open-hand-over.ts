import type { Tx } from '../client.ts';

/**
 * Notes that a server has to be cleared before anybody gets access again; its site's brokers are woken. One that is open
 * already is replaced: what it wanted is part of the new one. Call it in the transaction that gives the server away.
 */
export async function openHandOver(
  tx: Tx,
  wish: {
    readonly serverId: string;
    /** Who gets the server; null: it stands free. */
    readonly organisationId: string | null;
    readonly requestedById: string;
    readonly reason: string | null;
  },
): Promise<{ readonly handOverId: string }> {
  await tx.$executeRaw`
    update hand_over set state = 'replaced', closed_at = clock_timestamp()
     where server_id = ${wish.serverId}::uuid and state = 'open'`;
  const [opened] = await tx.$queryRaw<{ handOverId: string }[]>`
    insert into hand_over (server_id, organisation_id, requested_by_id, reason)
    values (${wish.serverId}::uuid, ${wish.organisationId}::uuid, ${wish.requestedById}::uuid, ${wish.reason})
    returning id as "handOverId"`;
  if (opened === undefined) throw new Error('a hand-over was not stored');
  return opened;
}
