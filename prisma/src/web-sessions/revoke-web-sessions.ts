import type { Tx } from '../client.ts';

type Which =
  /** With `userId`: only if it is this person's. */
  | { readonly webSessionId: string; readonly userId?: string }
  | { readonly userId: string; readonly except?: string }
  | { readonly organisationId: string };

/**
 * Ends sign-ins at once: one, a person's (all, or all but one), or those of all people of an organisation. Returns those
 * it ended; what was over by itself is not among them.
 */
export function revokeWebSessions(
  tx: Tx,
  which: Which,
): Promise<{ readonly webSessionId: string; readonly userId: string }[]> {
  const webSessionId = 'webSessionId' in which ? which.webSessionId : null;
  const userId = 'userId' in which ? (which.userId ?? null) : null;
  const organisationId = 'organisationId' in which ? which.organisationId : null;
  const except = 'except' in which ? (which.except ?? null) : null;
  return tx.$queryRaw`
    update web_session w set revoked_at = now()
      from app_user u
     where u.id = w.user_id and w.revoked_at is null and w.expires_at > clock_timestamp()
       and case
         when ${webSessionId}::uuid is not null
           then w.id = ${webSessionId}::uuid and (${userId}::uuid is null or u.id = ${userId}::uuid)
         else u.id = ${userId}::uuid or u.organisation_id = ${organisationId}::uuid end
       and w.id is distinct from ${except}::uuid
    returning w.id as "webSessionId", w.user_id as "userId"`;
}
