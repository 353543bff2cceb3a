import type { Tx } from '../client.ts';

/** How many grants a person asked for lately: the memory of a limit. */
export async function countGrantsRequested(
  tx: Tx,
  { userId, withinSeconds }: { readonly userId: string; readonly withinSeconds: number },
): Promise<number> {
  const [row] = await tx.$queryRaw<{ count: number }[]>`
    select count(*)::int as count from access_grant
     where requested_by_id = ${userId}::uuid and requested_at > now() - make_interval(secs => ${withinSeconds}::float8)`;
  return row?.count ?? 0;
}
