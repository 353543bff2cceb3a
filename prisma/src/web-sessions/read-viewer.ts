import type { Viewer } from '@postern/domain';
import type { Tx } from '../client.ts';

/** A sign-in is noted as seen this often, not with every request. */
const seenEverySeconds = 60;

/**
 * Who stands behind a web session, if it still stands: not revoked, not over, its user enabled and his organisation not
 * suspended. All of it by the database, at this instant.
 */
export async function readViewer(tx: Tx, webSessionId: string): Promise<Viewer | null> {
  const [row] = await tx.$queryRaw<(Viewer & { stale: boolean })[]>`
    select u.id as "userId", u.name, u.email, u.role, u.organisation_id as "organisationId",
           w.id as "webSessionId", w.last_seen_at < now() - make_interval(secs => ${seenEverySeconds}) as stale
      from web_session w
      join app_user u on u.id = w.user_id
      left join organisation o on o.id = u.organisation_id
     where w.id = ${webSessionId}::uuid and w.revoked_at is null and w.expires_at > clock_timestamp()
       and u.disabled_at is null and o.suspended_at is null`;
  if (row === undefined) return null;
  const { stale, ...viewer } = row;
  if (stale)
    await tx.$executeRaw`update web_session set last_seen_at = now() where id = ${webSessionId}::uuid`;
  return viewer;
}
