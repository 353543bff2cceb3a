import type { Tx } from '../client.ts';

/** Opens a sign-in of `lifeSeconds`, by the database's clock. */
export async function openWebSession(
  tx: Tx,
  session: {
    readonly userId: string;
    readonly lifeSeconds: number;
    readonly sourceAddress: string | undefined;
    readonly userAgent: string | undefined;
  },
): Promise<{ readonly webSessionId: string }> {
  const [row] = await tx.$queryRaw<{ webSessionId: string }[]>`
    insert into web_session (user_id, expires_at, source_address, user_agent)
    values (${session.userId}::uuid, now() + make_interval(secs => ${session.lifeSeconds}::float8),
      ${session.sourceAddress ?? null}, ${session.userAgent?.slice(0, 300) ?? null})
    returning id as "webSessionId"`;
  if (row === undefined) throw new Error('Postgres did not return the web session');
  return row;
}
