/** Walks every page × who looks × whose it is, on the production build, and what a stranger can do to its doors. */
import { randomUUID } from 'node:crypto';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { openWebSession, revokeWebSessions } from '@postern/database';
import { insertServerFixture } from '@postern/database/testing';
import type { Role } from '@postern/domain';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hashPassword } from '../src/server/auth/password.ts';
import { cookieOf, openTestPortal, type TestPortal } from './open-test-portal.ts';
import { type PageRow, pageTable, routeTable } from './page-table.ts';
import { type RunningPortal, startRunningPortal } from './running-portal.ts';
import { beatBrokers, makeTarget, makeWorld, type Target, type World } from './world.ts';

const buildTimeoutMs = 420_000;
const password = 'correct horse battery';
let t: TestPortal;
let running: RunningPortal;
let world: World;
let own: Target;
let other: Target;
let cookies: Record<Role, string>;
let locked: Record<string, string>;

beforeAll(async () => {
  t = await openTestPortal();
  running = await startRunningPortal({
    databaseUrl: t.url,
    sessionSecret: t.portal.sessionSecret,
    privateKeyPem: t.portal.privateKeyPem,
  });
  world = await makeWorld(t);
  await beatBrokers(t);
  own = await makeTarget(t, world.own, true);
  other = await makeTarget(t, world.other, true);
  cookies = {
    tenant: await t.signIn(world.own.tenantId),
    support: await t.signIn(world.supportId),
    admin: await t.signIn(world.adminId),
  };
  const gone = await insertServerFixture(t.owner.client);
  await t.owner.client.user.update({ where: { id: gone.staffId }, data: { disabledAt: new Date() } });
  locked = {
    anonymous: '',
    'a disabled user': await t.signIn(gone.staffId),
    'with a revoked session': await t.signIn(gone.tenantId),
  };
  await revokeWebSessions(t.owner.client, { userId: gone.tenantId });
}, buildTimeoutMs);
afterAll(async () => {
  await running.stop();
  await t.close();
});

function addressesBelow(file: RegExp): string[] {
  const app = path.join(import.meta.dirname, '../src/app');
  const files = readdirSync(app, { recursive: true, encoding: 'utf8' }).filter((name) => file.test(name));
  return files
    .map((name) =>
      path
        .dirname(name)
        .split(path.sep)
        .filter((part) => !/^\(.*\)$|^\.$/.test(part)),
    )
    .map((parts) => `/${parts.join('/')}`)
    .sort();
}

test('every page and route handler stands in the tables, and the tables name no other', () => {
  expect(addressesBelow(/(^|\/)page\.[jt]sx?$/)).toEqual(Object.keys(pageTable).sort());
  expect(addressesBelow(/(^|\/)route\.[jt]sx?$/)).toEqual(Object.keys(routeTable).sort());
});

interface Look {
  readonly status: number;
  readonly location: string | null;
  readonly text: string;
}

async function look(address: string, cookie: string, serverId: string): Promise<Look> {
  const url = running.origin + address.replace('[serverId]', serverId);
  const response = await fetch(url, { headers: { cookie }, redirect: 'manual' });
  return { status: response.status, location: response.headers.get('location'), text: await response.text() };
}

const chunkEnd = /"\]\)<\/script><script[^>]*>self\.__next_f\.push\(\[1,"/g;
const errorRow = /[0-9a-f]+:E\{[^}]*\}\\n/g;

/**
 * What can be told apart: the nonce is drawn anew, and the address that was asked for is known to who asked. A page and its
 * frame look for the server at once: which of them is first to find none is chance, and so is where a chunk ends.
 */
function visible({ status, location, text }: Look, serverId: string): Look {
  const plain = text
    .replaceAll(serverId, 'ID')
    .replaceAll(/nonce=\\?"[^"]+"/g, '')
    .replaceAll(/"nonce\\?":\\?"[^"]+"/g, '')
    .replaceAll(/\d{13}/g, 'TIME')
    .replaceAll(chunkEnd, '');
  const errors = (plain.match(errorRow) ?? []).sort();
  return { status, location, text: [plain.replaceAll(errorRow, ''), ...errors].join('\n') };
}

const rows = Object.entries(pageTable).filter(([, row]) => row.roles !== 'anybody') as [
  string,
  PageRow & { roles: readonly Role[] },
][];

describe.each(rows)('%s', (address, row) => {
  test('sends those who are not signed in to the sign-in, and shows them nothing', async () => {
    for (const [who, cookie] of Object.entries(locked)) {
      for (const serverId of [own.serverId, randomUUID()]) {
        const seen = await look(address, cookie, serverId);
        expect({ who, status: seen.status, location: seen.location }).toEqual({
          who,
          status: 307,
          location: expect.stringMatching(/^\/sign-in/),
        });
        expect(seen.text).not.toMatch(/srv-|bmc-|192\.0\.2\.10|Acme/);
      }
    }
  });

  const expected = row.redirects ? 307 : 200;
  test.each(row.roles)('opens for %s', async (role) => {
    expect(await look(address, cookies[role], own.serverId)).toMatchObject({ status: expected });
  });

  const refused = (['tenant', 'support', 'admin'] as const).filter((role) => !row.roles.includes(role));
  test.each(refused)('is not there for %s', async (role) => {
    const seen = await look(address, cookies[role], own.serverId);
    expect(seen.status).toBe(404);
    expect(seen.text).not.toMatch(/bmc-|192\.0\.2\.10/);
  });

  if (row.about === 'tenant') {
    test("looks the same to a tenant for another tenant's server and for none", async () => {
      const nobody = randomUUID();
      const others = await look(address, cookies.tenant, other.serverId);
      const none = await look(address, cookies.tenant, nobody);
      expect(others.status).toBe(404);
      expect(visible(others, other.serverId)).toEqual(visible(none, nobody));
    });
  }

  if (row.about !== 'none') {
    test('is not there for staff where there is no server', async () => {
      expect((await look(address, cookies.admin, randomUUID())).status).toBe(404);
      expect((await look(address, cookies.admin, 'not-an-id')).status).toBe(404);
    });
  }
});

describe('the running portal', () => {
  const ask = (address: string, init: RequestInit = {}) =>
    fetch(running.origin + address, { redirect: 'manual', ...init });

  test('puts its policy on every answer, with a new nonce that its own scripts carry', async () => {
    const nonceOf = (response: Response) =>
      /'nonce-([^']+)'/.exec(response.headers.get('content-security-policy') ?? '')?.[1];
    const page = await ask('/sign-in');
    const nonce = nonceOf(page);
    const scripts = (await page.text()).match(/<script[^>]*>/g) ?? [];
    expect(scripts.length).toBeGreaterThan(0);
    expect(scripts.filter((script) => !script.includes(`nonce="${nonce}"`))).toEqual([]);
    expect(nonceOf(await ask('/sign-in'))).not.toBe(nonce);
    for (const address of ['/sign-in', '/api/health', '/api/trpc/viewer.get', '/nowhere']) {
      const { headers } = await ask(address);
      expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.has('x-powered-by')).toBe(false);
    }
  });

  test('keeps no answer with data in any cache', async () => {
    for (const address of [
      '/api/trpc/viewer.get',
      '/api/auth/csrf',
      '/api/health',
      `/servers/${own.serverId}`,
    ]) {
      const response = await ask(address, { headers: { cookie: cookies.tenant } });
      expect({ address, kept: response.headers.get('cache-control') }).toMatchObject({
        address,
        kept: expect.stringContaining('no-store'),
      });
    }
  });

  test('takes the source address from the socket, whatever the headers say', async () => {
    const headers = {
      cookie: cookies.tenant,
      'x-forwarded-for': '6.6.6.6',
      'x-real-ip': '6.6.6.6',
      'x-postern-source-address': '6.6.6.6',
    };
    const text = await (await ask('/api/trpc/viewer.sourceAddress', { headers })).text();
    expect(text).toContain('"127.0.0.1"');
  });

  test('is not fooled by the header that once skipped its proxy', async () => {
    const headers = { 'x-middleware-subrequest': 'src/proxy:src/proxy:src/proxy:src/proxy:src/proxy' };
    expect((await ask('/servers', { headers })).status).toBe(307);
  });

  test('signs a person in with a cookie that scripts cannot read, and out for good', async () => {
    const passwordHash = await hashPassword(password);
    const { email } = await t.owner.client.user.update({
      where: { id: world.own.tenantId },
      data: { passwordHash },
    });
    const first = await ask('/api/auth/csrf');
    const { csrfToken } = (await first.json()) as { csrfToken: string };
    const csrfCookie = first.headers
      .getSetCookie()
      .map((cookie) => cookie.split(';')[0])
      .join('; ');
    const post = (address: string, fields: Record<string, string>, cookie: string) =>
      ask(address, {
        method: 'POST',
        headers: { cookie },
        body: new URLSearchParams({ csrfToken, json: 'true', ...fields }),
      });
    const door = '/api/auth/callback/credentials';
    expect((await post(door, { email, password: 'wrong' }, csrfCookie)).status).toBe(401);
    const entered = await post(door, { email, password }, csrfCookie);
    const set = entered.headers.getSetCookie().find((cookie) => cookie.startsWith('postern.session='));
    expect(set).toMatch(/HttpOnly/);
    expect(set).toMatch(/SameSite=Lax/);
    const cookie = `${csrfCookie}; ${set?.split(';')[0]}`;
    expect((await ask('/servers', { headers: { cookie } })).status).toBe(200);
    await post('/api/auth/signout', {}, cookie);
    expect((await ask('/servers', { headers: { cookie } })).status).toBe(307);
    const withoutToken = await post(door, { email, password, csrfToken: 'x' }, csrfCookie);
    expect(withoutToken.headers.getSetCookie().join()).not.toMatch(/postern\.session=./);
  });

  test('takes no cookie that another secret sealed', async () => {
    const session = {
      userId: world.adminId,
      lifeSeconds: 60,
      sourceAddress: undefined,
      userAgent: undefined,
    };
    const { webSessionId } = await openWebSession(t.owner.client, session);
    const forged = await cookieOf({ ...t.portal, sessionSecret: 'another secret' }, webSessionId);
    expect((await ask('/admin', { headers: { cookie: forged } })).status).toBe(307);
  });

  test('printed neither a password, nor a cookie, nor its secret', () => {
    expect(running.output()).not.toContain(password);
    expect(running.output()).not.toContain(t.portal.sessionSecret);
    expect(running.output()).not.toMatch(/eyJ|PRIVATE KEY|postgres:\/\//);
  });

  test('stops when it is told to, although pages hold their live streams open', async () => {
    const headers = { cookie: cookies.admin };
    const stream = (await ask('/api/trpc/live.changes', { headers })).body?.getReader();
    expect((await stream?.read())?.done).toBe(false);
    await running.stop();
    // Nothing but the end comes; a stream that was torn would throw.
    for (let part = await stream?.read(); part?.done === false; part = await stream?.read());
  });
});
