import type { NextAuthOptions } from 'next-auth';
import credentials from 'next-auth/providers/credentials';
import { z } from 'zod';
import { readSourceAddress } from '../http/source-address.ts';
import type { Portal } from '../portal.ts';
import { sessionCookieName } from './session-cookie.ts';
import { signIn, webSessionSeconds } from './sign-in.ts';
import { signOut } from './sign-out.ts';

const typed = z.object({ email: z.string().min(1).max(320), password: z.string().min(1).max(1000) });
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
        credentials: { email: {}, password: {} },
        async authorize(input) {
          const parsed = typed.safeParse(input);
          if (!parsed.success) return null;
          const userAgent = headers.get('user-agent') ?? undefined;
          const outcome = await signIn(portal, { ...parsed.data, sourceAddress, userAgent });
          if (outcome.ok) return { id: outcome.userId, webSessionId: outcome.webSessionId };
          // next-auth hands this text to the browser as the `error` of its answer.
          if (outcome.reason === 'too-many-attempts') throw new Error('too-many-attempts');
          return null;
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
