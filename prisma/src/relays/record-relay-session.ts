import type { Tx } from '../client.ts';

/** As many as the column takes. A BMC keeps a handful of sessions; what is older has ended. */
const maxSessionIds = 32;

/** Keeps the BMC's id of a session that was opened through a grant's relay, in place of the oldest when there are many. */
export async function recordRelaySession(
  tx: Tx,
  { grantId, sessionId }: { readonly grantId: string; readonly sessionId: number },
): Promise<void> {
  await tx.$executeRaw`
    update relay
       set session_ids = (array_append(array_remove(session_ids, ${sessionId}::bigint), ${sessionId}::bigint))
             [greatest(1, cardinality(array_remove(session_ids, ${sessionId}::bigint)) + 2 - ${maxSessionIds}::int):]
     where grant_id = ${grantId}::uuid`;
}

/** The sessions that were opened through a grant's relay, the newest last; none where there was no relay. */
export async function readRelaySessions(
  tx: Tx,
  { grantId }: { readonly grantId: string },
): Promise<readonly number[]> {
  const [relay] = await tx.$queryRaw<{ ids: number[] }[]>`
    select to_json(session_ids) as ids from relay where grant_id = ${grantId}::uuid`;
  return relay?.ids ?? [];
}
