/** Whatever a browser sends: a request that makes no sense gets 400 and a message, never a 500, and changes nothing. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { handleTrpcRequest } from '../src/server/trpc/handle-request.ts';
import { call, openTestPortal, procedureType, type TestPortal, testOrigin } from './open-test-portal.ts';
import { inputOf, procedureTable } from './procedure-table.ts';
import { makeTarget, makeWorld, type Target, type World } from './world.ts';

let t: TestPortal;
let world: World;
let target: Target;
let admin: string;
let tenant: string;

beforeAll(async () => {
  t = await openTestPortal();
  world = await makeWorld(t);
  target = await makeTarget(t, world.own, true);
  admin = await t.signIn(world.adminId);
  tenant = await t.signIn(world.own.tenantId);
});
afterAll(() => t.close());

const wrong = [
  null,
  7,
  'text',
  [],
  { serverId: 'x' },
  { serverId: { $ne: null } },
  { limit: 1e9, cursor: {} },
];
const rows = Object.entries(procedureTable).filter(
  ([path, row]) => (row.input ?? row.own) !== undefined && procedureType(path) !== 'subscription',
);

describe.each(rows)('%s', (path, row) => {
  const cookie = () => (row.roles.includes('admin') ? admin : tenant);

  test('refuses what does not fit its schema', async () => {
    for (const input of wrong) {
      const { status } = await call(t.portal, path, input, cookie());
      expect({ input, status, fine: [200, 400].includes(status) }).toMatchObject({ fine: true });
      if (row.about !== 'none') expect({ input, status }).toEqual({ input, status: 400 });
    }
  });

  test('names the field that is wrong, in every field of its input', async () => {
    const caller = row.roles.includes('admin') ? world.adminId : world.own.tenantId;
    const input = ((await inputOf(row, target, t, caller)) ?? {}) as Record<string, unknown>;
    for (const field of Object.keys(input).filter((name) => name !== 'permanent')) {
      const answer = await call(t.portal, path, { ...input, [field]: { $gt: '' } }, cookie());
      expect({ field, status: answer.status }).toEqual({ field, status: 400 });
      const named = Object.keys(answer.error?.data.fieldErrors ?? {});
      expect(named.some((name) => name === field || name.startsWith(`${field}.`))).toBe(true);
    }
  });
});

test.each([
  ['a body that is no JSON', '{"json":'],
  ['no body', ''],
  ['a body of another form', '[]'],
  [
    'a prototype in the body',
    '{"json":{"__proto__":{"serverId":1}},"meta":{"values":{"__proto__.x":["Date"]}}}',
  ],
])('%s is a 400', async (_name, body) => {
  const response = await handleTrpcRequest(t.portal, post('power.operate', body));
  expect(response.status).toBe(400);
  expect(await response.text()).not.toMatch(/stack|\.ts:/);
});

test('more than twenty calls in one request are refused', async () => {
  const names = Array.from({ length: 21 }, () => 'viewer.get').join(',');
  const request = new Request(`${testOrigin}/api/trpc/${names}?batch=1`, { headers: { cookie: tenant } });
  expect((await handleTrpcRequest(t.portal, request)).status).toBe(400);
});

test('a mutation by GET is refused', async () => {
  const request = new Request(`${testOrigin}/api/trpc/audit.verify`, { headers: { cookie: admin } });
  expect((await handleTrpcRequest(t.portal, request)).status).toBe(405);
});

test('a form of another site that carries the cookie does nothing', async () => {
  for (const headers of [{ origin: 'https://evil.test' }, { 'content-type': 'text/plain' }]) {
    const request = post('grants.end', JSON.stringify({ json: { grantId: target.grantId } }), headers);
    expect([403, 415]).toContain((await handleTrpcRequest(t.portal, request)).status);
  }
  const grant = await t.owner.client.grant.findUniqueOrThrow({ where: { id: target.grantId } });
  expect(grant.state).toBe('active');
});

test('a procedure that does not exist is a 404', async () => {
  const request = new Request(`${testOrigin}/api/trpc/constructor`, { headers: { cookie: admin } });
  expect((await handleTrpcRequest(t.portal, request)).status).toBe(404);
});

function post(path: string, body: string, headers: Record<string, string> = {}): Request {
  return new Request(`${testOrigin}/api/trpc/${path}`, {
    method: 'POST',
    body,
    headers: {
      cookie: tenant,
      origin: testOrigin,
      'content-type': 'application/json',
      'content-length': String(Buffer.byteLength(body)),
      ...headers,
    },
  });
}
