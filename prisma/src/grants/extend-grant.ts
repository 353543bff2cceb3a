import type { Tx } from '../client.ts';

/**
 * Moves a grant's end, if it is still active, its end has not passed by the database's clock, and nobody extended it
 * since `extensions` was read. Returns the new end, or `null` when one of these no longer holds.
 */
export async function extendGrant(
  tx: Tx,
  change: { readonly grantId: string; readonly bySeconds: number; readonly extensions: number },
): Promise<{ readonly endsAt: Date } | null> {
  const [row] = await tx.$queryRaw<{ endsAt: Date }[]>`
    update access_grant
       set ends_at = ends_at + make_interval(secs => ${change.bySeconds}::float8), extensions = extensions + 1
     where id = ${change.grantId}::uuid and state = 'active' and not permanent and ends_at > clock_timestamp()
       and grace_started_at is null
       and extensions = ${change.extensions}::int
    returning ends_at as "endsAt"`;
  return row ?? null;
}
