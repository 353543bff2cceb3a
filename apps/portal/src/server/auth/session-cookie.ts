/** The cookie holds a signed and encrypted token with nothing in it but the id of a row in `web_session`. */
import { decode, encode } from 'next-auth/jwt';
import { z } from 'zod';

/** Where Postern is reached by https, the browser itself refuses this name without `secure` or for another host. */
export function sessionCookieName(origin: string): string {
  return origin.startsWith('https:') ? '__Host-postern.session' : 'postern.session';
}

const claims = z.object({ webSessionId: z.uuid() });

export function sealSessionToken(
  webSessionId: string,
  secret: string,
  maxAgeSeconds: number,
): Promise<string> {
  return encode({ token: { webSessionId }, secret, maxAge: maxAgeSeconds });
}

/** The id in a cookie; `null` for one that is absent, forged, or too old. */
export async function openSessionToken(token: string | undefined, secret: string): Promise<string | null> {
  if (token === undefined || token === '') return null;
  const opened = await decode({ token, secret }).catch(() => null);
  const parsed = claims.safeParse(opened);
  return parsed.success ? parsed.data.webSessionId : null;
}
