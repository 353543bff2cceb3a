import type { Tx } from '../client.ts';

type Which =
  | { readonly webSessionId: string }
  | { readonly userId: string }
  | { readonly organisationId: string };

/** Ends sign-ins at once: one, a person's, or those of all people of an organisation. Returns those it ended. */
export function revokeWebSessions(
  tx: Tx,
  which: Which,
): Promise<{ readonly webSessionId: string; readonly userId: string }[]> {
  const webSessionId = 'webSessionId' in which ? which.webSessionId : null;
  const userId = 'userId' in which ? which.userId : null;
  const organisationId = 'organisationId' in which ? which.organisationId : null;
  return tx.$queryRaw`
    update web_session w set revoked_at = now()
      from app_user u
     where u.id = w.user_id and w.revoked_at is null
       and (w.id = ${webSessionId}::uuid or u.id = ${userId}::uuid or u.organisation_id = ${organisationId}::uuid)
    returning w.id as "webSessionId", w.user_id as "userId"`;
}
