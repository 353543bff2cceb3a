import { readViewer } from '@postern/database';
import type { Viewer } from '@postern/domain';
import type { Portal } from '../portal.ts';
import { openSessionToken, sessionCookieName } from './session-cookie.ts';

/**
 * Who asks? The only session door: the cookie names a web session, and the database says whether it still stands.
 * `null`: nobody who may be here.
 */
export async function getViewer(
  portal: Portal,
  readCookie: (name: string) => string | undefined,
): Promise<Viewer | null> {
  const cookie = readCookie(sessionCookieName(portal.origin));
  const webSessionId = await openSessionToken(cookie, portal.sessionSecret);
  return webSessionId === null ? null : readViewer(portal.db.client, webSessionId);
}
