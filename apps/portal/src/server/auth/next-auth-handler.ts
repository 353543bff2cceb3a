import type { NextRequest } from 'next/server';
import nextAuth from 'next-auth';
import { getPortal } from '../portal.ts';
import { nextAuthOptions } from './next-auth-options.ts';

interface RouteContext {
  readonly params: Promise<{ readonly nextauth: string[] }>;
}

/** Sign-in, sign-out and the CSRF token, by next-auth's own protocol under /api/auth. */
export async function handleAuth(request: NextRequest, context: RouteContext): Promise<Response> {
  const response: Response = await nextAuth(request, context, nextAuthOptions(getPortal(), request.headers));
  response.headers.set('cache-control', 'no-store');
  return response;
}
