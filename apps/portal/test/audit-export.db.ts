/** The audit log as a file: for administrators, whole, narrowed as asked, harmless in a spreadsheet, and recorded. */
import { appendAuditEvent } from '@postern/database';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { exportAudit } from '../src/server/http/export-audit.ts';
import { openTestPortal, type TestPortal, testOrigin } from './open-test-portal.ts';
import { makeWorld, type World } from './world.ts';

let t: TestPortal;
let world: World;
let admin: string;

beforeAll(async () => {
  t = await openTestPortal();
  world = await makeWorld(t);
  admin = await t.signIn(world.adminId);
});
afterAll(() => t.close());

async function download(query: string, headers: Record<string, string> = { cookie: admin }) {
  const response = await exportAudit(
    t.portal,
    new Request(`${testOrigin}/api/audit/export?${query}`, { headers }),
  );
  return { status: response.status, type: response.headers.get('content-type'), text: await response.text() };
}

function note(actorName: string, outcome: 'ok' | 'refused' = 'ok') {
  return appendAuditEvent(t.owner.client, {
    type: 'user.sign-in-refused',
    outcome,
    actor: { kind: 'anonymous', name: actorName },
  });
}

test('every row is in the file, whatever the size of a page, newest first and none twice', async () => {
  await t.owner.client.$executeRaw`
    insert into audit_event (type, outcome, actor_kind, actor_name)
    select 'user.signed-out', 'ok', 'anonymous', 'row ' || n from generate_series(1, 2100) n`;
  const { status, type, text } = await download('format=jsonl&type=user.signed-out');
  expect({ status, type }).toEqual({ status: 200, type: 'application/jsonl; charset=utf-8' });
  const names = text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line).actorName);
  expect(names).toEqual(Array.from({ length: 2100 }, (_, index) => `row ${2100 - index}`));
});

test('CSV has a head, quotes what needs it, and lets no cell begin as a formula', async () => {
  await note('=cmd|"/c calc"!A1', 'refused');
  const { type, text } = await download('format=csv&outcome=refused');
  expect(type).toContain('text/csv');
  const [head, first] = text.split('\n');
  expect(head).toMatch(/^seq,at,type,outcome,actorKind,actorName,/);
  expect(first).toContain(`"'=cmd|""/c calc""!A1"`);
});

test('the filter of the page narrows the file', async () => {
  await note('Only Me');
  const { text } = await download('format=jsonl&actor=only+me');
  expect(text.trimEnd().split('\n')).toHaveLength(1);
});

test('an export is recorded with who took it and what it held', async () => {
  await download('format=csv&type=grant.*');
  const [row] = await t.owner.client.auditEvent.findMany({
    where: { type: 'audit.exported' },
    orderBy: { seq: 'desc' },
    take: 1,
  });
  expect(row).toMatchObject({
    actorId: world.adminId,
    details: { format: 'csv', filter: '{"type":"grant.*"}' },
  });
});

test('nobody else gets it, and a refusal leaves no export in the log', async () => {
  const exports = () => t.owner.client.auditEvent.count({ where: { type: 'audit.exported' } });
  const before = await exports();
  const support = await t.signIn(world.supportId);
  const tenant = await t.signIn(world.own.tenantId);
  expect((await download('format=csv', {})).status).toBe(401);
  expect((await download('format=csv', { cookie: support })).status).toBe(403);
  expect((await download('format=csv', { cookie: tenant })).status).toBe(403);
  expect((await download('format=csv', { cookie: admin, 'sec-fetch-site': 'cross-site' })).status).toBe(403);
  expect((await download('format=xml')).status).toBe(400);
  expect(await exports()).toBe(before);
});
