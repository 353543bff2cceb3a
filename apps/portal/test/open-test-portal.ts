import { createDatabase, type Database, listen, openWebSession } from '@postern/database';
import { createTestDatabase } from '@postern/database/testing';
import { changesChannel, generateSealingKeys } from '@postern/domain';
import superjson from 'superjson';
import { sealSessionToken, sessionCookieName } from '../src/server/auth/session-cookie.ts';
import { createLiveHub } from '../src/server/live/hub.ts';
import { createLogger } from '../src/server/log.ts';
import type { Portal } from '../src/server/portal.ts';
import { handleTrpcRequest } from '../src/server/trpc/handle-request.ts';
import { appRouter } from '../src/server/trpc/router.ts';

export const testOrigin = 'http://portal.test';
export const testAddress = '198.51.100.7';

/** The portal's server side on a database of its own, with the rights that it has in production. */
export interface TestPortal {
  readonly portal: Portal;
  /** The owner's login to its database. */
  readonly url: string;
  /** The database as its owner sees it: for what the portal must not be able to do. */
  readonly owner: Database;
  /** Its sealing key's public half: what brokers seal account passwords to. */
  readonly publicKeyPem: string;
  /** What the portal logged. */
  readonly logLines: readonly string[];
  /** Signs a person in and returns his `cookie` header. */
  signIn(userId: string): Promise<string>;
  close(): Promise<void>;
}

export async function openTestPortal(): Promise<TestPortal> {
  const scratch = await createTestDatabase();
  const owner = createDatabase({ url: scratch.url, maxConnections: 3 });
  const role = 'postern_portal';
  const db = createDatabase({ url: scratch.url, role, maxConnections: 6 });
  const keys = generateSealingKeys();
  const logLines: string[] = [];
  const live = createLiveHub((receive) =>
    listen({
      url: scratch.url,
      role,
      channels: [changesChannel],
      onNotification: (_channel, payload) => receive.change(payload),
      onReconnect: receive.everything,
    }),
  );
  const portal: Portal = {
    db,
    log: createLogger('debug', { write: (line: string) => void logLines.push(line) }),
    live,
    origin: testOrigin,
    privateKeyPem: keys.privateKeyPem,
    sessionSecret: 'a secret of this test and nothing else',
  };
  return {
    portal,
    url: scratch.url,
    owner,
    publicKeyPem: keys.publicKeyPem,
    logLines,
    async signIn(userId) {
      const session = { userId, lifeSeconds: 600, sourceAddress: testAddress, userAgent: 'test' };
      const { webSessionId } = await openWebSession(db.client, session);
      return cookieOf(portal, webSessionId);
    },
    async close() {
      await live.close();
      await db.close();
      await owner.close();
      await scratch.drop();
    },
  };
}

/** The `cookie` header of a browser that is signed in with this web session. */
export async function cookieOf(portal: Portal, webSessionId: string): Promise<string> {
  const token = await sealSessionToken(webSessionId, portal.sessionSecret, 600);
  return `${sessionCookieName(portal.origin)}=${encodeURIComponent(token)}`;
}

export interface Answer {
  readonly status: number;
  /** What the procedure returned. */
  readonly data?: unknown;
  /** What it refused with. */
  readonly error?: {
    readonly message: string;
    readonly data: {
      readonly code: string;
      readonly reason: string;
      readonly reference: string;
      readonly advice: string | null;
      readonly fieldErrors: Readonly<Record<string, readonly string[]>>;
    };
  };
  /** The whole body as it went over the wire. */
  readonly text: string;
}

/** Calls a procedure as a browser does: a real request through the route's own handler. */
export async function call(
  portal: Portal,
  path: string,
  input: unknown,
  cookie?: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<Answer> {
  const response = await handleTrpcRequest(portal, requestFor(path, input, cookie, headers));
  const text = await response.text();
  const body = JSON.parse(text) as {
    result?: { data: Parameters<typeof superjson.deserialize>[0] };
    error?: Parameters<typeof superjson.deserialize>[0];
  };
  return {
    status: response.status,
    text,
    ...(body.result === undefined ? {} : { data: superjson.deserialize(body.result.data) }),
    ...(body.error === undefined || typeof body.error === 'string'
      ? {}
      : { error: superjson.deserialize<NonNullable<Answer['error']>>(body.error) }),
  };
}

function requestFor(
  path: string,
  input: unknown,
  cookie: string | undefined,
  headers: Readonly<Record<string, string>>,
): Request {
  const serialized = input === undefined ? undefined : JSON.stringify(superjson.serialize(input));
  const common = {
    'x-postern-source-address': testAddress,
    'sec-fetch-site': 'same-origin',
    ...(cookie === undefined ? {} : { cookie }),
  };
  if (procedureType(path) === 'mutation') {
    const body = serialized ?? '';
    return new Request(`${testOrigin}/api/trpc/${path}`, {
      method: 'POST',
      headers: {
        ...common,
        'content-type': 'application/json',
        'content-length': String(Buffer.byteLength(body)),
        origin: testOrigin,
        ...headers,
      },
      body,
    });
  }
  const query = serialized === undefined ? '' : `?input=${encodeURIComponent(serialized)}`;
  return new Request(`${testOrigin}/api/trpc/${path}${query}`, { headers: { ...common, ...headers } });
}

/** The names of all procedures, as the router itself knows them. */
export function procedurePaths(): string[] {
  return Object.keys(appRouter._def.procedures).sort();
}

export function procedureType(path: string): 'query' | 'mutation' | 'subscription' {
  const procedures: Readonly<Record<string, { _def: { type: 'query' | 'mutation' | 'subscription' } }>> =
    appRouter._def.procedures as never;
  const procedure = procedures[path];
  if (procedure === undefined) throw new Error(`no procedure ${path}`);
  return procedure._def.type;
}
