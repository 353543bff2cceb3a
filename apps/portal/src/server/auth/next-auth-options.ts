import type { NextAuthOptions } from 'next-auth';
import credentials from 'next-auth/providers/credentials';
import { z } from 'zod';
import { readSourceAddress } from '../http/source-address.ts';
import { loggableError } from '../log.ts';
import type { Portal } from '../portal.ts';
import { typedCode } from '../shapes/people.ts';
import { line } from '../shapes/words.ts';
import { sessionCookieName } from './session-cookie.ts';
import { type SignInAttempt, type SignInOutcome, signIn, webSessionSeconds } from './sign-in.ts';
import { signOut } from './sign-out.ts';

const typed = z.object({
  email: line(320).min(1),
  password: z.string().min(1).max(1000),
  code: typedCode.optional(),
});
const carried = z.object({ webSessionId: z.uuid() });

/**
 * next-auth keeps the protocol (CSRF token, cookie, provider); who may enter and for how long is ours. Its token carries
 * the id of our session row and nothing else, so ending the row ends the sign-in.
 */
export function nextAuthOptions(portal: Portal, headers: Headers): NextAuthOptions {
  const secure = portal.origin.startsWith('https:');
  const sourceAddress = readSourceAddress(headers);
  return {
    secret: portal.sessionSecret,
    session: { strategy: 'jwt', maxAge: webSessionSeconds },
    pages: { signIn: '/sign-in', error: '/sign-in' },
    useSecureCookies: secure,
    cookies: {
      sessionToken: {
        name: sessionCookieName(portal.origin),
        options: { httpOnly: true, sameSite: 'lax', path: '/', secure },
      },
    },
    providers: [
      credentials({
        credentials: { email: {}, password: {}, code: {} },
        async authorize(input) {
          const parsed = typed.safeParse(input);
          if (!parsed.success) return null;
          const userAgent = headers.get('user-agent') ?? undefined;
          const outcome = await signInOrSay(portal, { ...parsed.data, sourceAddress, userAgent });
          if (outcome.ok) return { id: outcome.userId, webSessionId: outcome.webSessionId };
          if (outcome.reason === 'refused') return null;
          throw new Error(outcome.reason);
        },
      }),
    ],
    callbacks: {
      jwt({ token, user }) {
        const fresh = carried.safeParse(user);
        const webSessionId = fresh.success ? fresh.data.webSessionId : token.webSessionId;
        return { webSessionId };
      },
      // The browser learns who it is from `viewer.get`, which asks the database.
      session: ({ session }) => ({ expires: session.expires }),
    },
    events: {
      async signOut({ token }) {
        const left = carried.safeParse(token);
        if (left.success) await signOut(portal, { webSessionId: left.data.webSessionId, sourceAddress });
      },
    },
    // Its own logger prints what it was given, typed passwords included: only its codes reach ours.
    logger: {
      error: (code) => portal.log.error({ code }, 'next-auth reports an error'),
      warn: (code) => portal.log.debug({ code }, 'next-auth reports a warning'),
      debug: () => {},
    },
  };
}

/**
 * next-auth hands the message of whatever is thrown to the browser, in an address. So nothing is thrown here but words of
 * our own; what went wrong inside stands in the log.
 */
async function signInOrSay(
  portal: Portal,
  attempt: SignInAttempt,
): Promise<SignInOutcome | { readonly ok: false; readonly reason: 'unavailable' }> {
  try {
    return await signIn(portal, attempt);
  } catch (error) {
    portal.log.error({ error: loggableError(error) }, 'a sign-in failed inside');
    return { ok: false, reason: 'unavailable' };
  }
}
