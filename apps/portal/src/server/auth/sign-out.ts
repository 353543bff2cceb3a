import { appendAuditEvent, readViewer, revokeWebSessions } from '@postern/database';
import type { Portal } from '../portal.ts';

/** Ends a web session in the database; the cookie in the browser is worth nothing from then on. */
export async function signOut(
  portal: Portal,
  {
    webSessionId,
    sourceAddress,
  }: { readonly webSessionId: string; readonly sourceAddress: string | undefined },
): Promise<void> {
  await portal.db.transaction(async (tx) => {
    const viewer = await readViewer(tx, webSessionId);
    const ended = await revokeWebSessions(tx, { webSessionId });
    if (viewer === null || ended.length === 0) return;
    await appendAuditEvent(tx, {
      type: 'user.signed-out',
      outcome: 'ok',
      actor: { kind: 'user', id: viewer.userId, name: viewer.name },
      sourceAddress,
      organisationId: viewer.organisationId ?? undefined,
    });
  });
}
