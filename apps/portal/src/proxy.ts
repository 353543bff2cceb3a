import { randomBytes } from 'node:crypto';
import { type NextRequest, NextResponse } from 'next/server';
import { isDevelopment } from './env.ts';
import { createConsoleOrigins } from './server/http/console-origins.ts';
import { contentSecurityPolicy, securityHeaders } from './server/http/security-headers.ts';
import { getPortal } from './server/portal.ts';

let consoleOrigins: (() => Promise<readonly string[]>) | undefined;

/**
 * Headers for every answer. It protects nothing else: who may see what is decided where it is read. Next takes the nonce
 * for its own scripts from the policy in the request.
 */
export async function proxy(request: NextRequest): Promise<NextResponse> {
  const portal = getPortal();
  const secure = portal.origin.startsWith('https:');
  consoleOrigins ??= createConsoleOrigins(portal, () => performance.now());
  const nonce = randomBytes(16).toString('base64');
  const policy = contentSecurityPolicy({
    nonce,
    consoleOrigins: await consoleOrigins(),
    secure,
    development: isDevelopment,
  });
  const headers = new Headers(request.headers);
  headers.set('x-nonce', nonce);
  headers.set('content-security-policy', policy);
  const response = NextResponse.next({ request: { headers } });
  response.headers.set('content-security-policy', policy);
  for (const [name, value] of Object.entries(securityHeaders(secure))) response.headers.set(name, value);
  return response;
}
