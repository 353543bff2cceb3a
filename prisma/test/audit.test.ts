import type { AuditEvent } from '@postern/domain';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { appendAuditEvent, createDatabase, type Database, verifyAuditChain } from '../src/index.ts';
import { createTestDatabase, type TestDatabase } from '../testing/index.ts';
import { expectRefusal } from './refusal.ts';

const chain = { chain: 'main' };
const actor = { kind: 'user', id: '6f2b8f0e-3f8a-4a57-9d8e-1c5c2f8f7a11', name: 'Sam' } as const;

let database: TestDatabase;
let db: Database;
let owner: pg.Client;

beforeAll(async () => {
  database = await createTestDatabase();
  db = createDatabase({ url: database.url, maxConnections: 20 });
  owner = new pg.Client({ connectionString: database.url });
  await owner.connect();
});

afterAll(async () => {
  await owner.end();
  await db.close();
  await database.drop();
});

beforeEach(() => forge('truncate audit_event, audit_head'));

async function append(count: number, event: Partial<AuditEvent> = {}): Promise<void> {
  for (let index = 1; index <= count; index += 1) {
    const details = { index };
    await appendAuditEvent(db.client, { type: 'server.updated', actor, outcome: 'ok', details, ...event });
  }
}

/** What somebody can do who owns the whole Postgres and wants the log to say something else. */
async function forge(sql: string): Promise<void> {
  await owner.query(`begin; set local session_replication_role = replica; ${sql}; commit`);
}

describe('the chain', () => {
  test('is intact when nobody touched it, empty or not', async () => {
    expect(await verifyAuditChain(db, chain)).toMatchObject({ intact: true, rows: 0 });
    await append(7);
    expect(await verifyAuditChain(db, chain)).toMatchObject({ intact: true, rows: 7 });
  });

  test('is walked over several pages', async () => {
    await owner.query(`
      insert into audit_event (type, outcome, actor_kind, actor_name)
      select 'server.updated', 'ok', 'anonymous', 'n' || n from generate_series(1, 2500) n`);
    expect(await verifyAuditChain(db, chain)).toMatchObject({ intact: true, rows: 2500 });
  });

  test.each<[string, string, bigint, string]>([
    ['an edited actor', "update audit_event set actor_name = 'Eve' where seq = 3", 3n, 'wrong-hash'],
    ['an edited detail', `update audit_event set details = '{"index": 99}' where seq = 3`, 3n, 'wrong-hash'],
    ['an edited instant', "update audit_event set at = at + interval '1 us' where seq = 3", 3n, 'wrong-hash'],
    ['a tenant taken off a line', 'update audit_event set actor_id = null where seq = 5', 5n, 'wrong-hash'],
    ['a deleted row', 'delete from audit_event where seq = 4', 4n, 'gap'],
    ['a deleted first row', 'delete from audit_event where seq = 1', 1n, 'gap'],
    ['a cut tail', 'delete from audit_event where seq > 6', 7n, 'head-mismatch'],
    ['everything gone', 'truncate audit_event', 1n, 'head-mismatch'],
    [
      'a cut tail with a head turned back by number only',
      'delete from audit_event where seq > 6; update audit_head set seq = 6',
      7n,
      'head-mismatch',
    ],
    [
      'two rows that changed places',
      'update audit_event set seq = -1 where seq = 3; update audit_event set seq = 3 where seq = 4; update audit_event set seq = 4 where seq = -1',
      3n,
      'broken-link',
    ],
    [
      'a row slipped in with a hash of its own',
      `update audit_event set seq = -seq where seq >= 4; update audit_event set seq = -seq + 1 where seq < 0;
       insert into audit_event (chain, seq, type, outcome, actor_kind, actor_name, previous_hash, hash)
       select 'main', 4, 'server.updated', 'ok', 'anonymous', 'Eve', hash, sha256('x') from audit_event where seq = 3;
       update audit_head set seq = seq + 1`,
      4n,
      'wrong-hash',
    ],
    [
      'an edited row with a hash made new',
      `update audit_event set actor_name = 'Eve' where seq = 3;
       update audit_event e set hash = audit_hash(e) where seq = 3`,
      4n,
      'broken-link',
    ],
    [
      'a head that lost its tail rows to a second history',
      'update audit_head set seq = 7, hash = (select hash from audit_event where seq = 7)',
      8n,
      'head-mismatch',
    ],
  ])('shows %s', async (_, sql, firstBadSeq, fault) => {
    await append(8);
    await forge(sql);
    expect(await verifyAuditChain(db, chain)).toMatchObject({ intact: false, firstBadSeq, fault });
  });

  test('has no gap and no fork after 50 writers at once, some of whom fail', async () => {
    const write = (index: number) =>
      db.transaction(async (tx) => {
        await appendAuditEvent(tx, { type: 'server.updated', actor, outcome: 'ok', details: { index } });
        if (index % 5 === 0) throw new Error('rolled back');
      });
    const written = await Promise.allSettled(Array.from({ length: 50 }, (_, index) => write(index)));
    const reasons = written.flatMap((each) => (each.status === 'rejected' ? [String(each.reason)] : []));
    expect(reasons).toEqual(Array(10).fill('Error: rolled back'));
    expect(await verifyAuditChain(db, chain)).toMatchObject({ intact: true, rows: 40 });
  });

  test('runs forward in time along its numbers', async () => {
    await Promise.all(Array.from({ length: 20 }, () => append(1)));
    const { rows } = await owner.query(
      'select bool_and(later.at >= e.at) as forward from audit_event e join audit_event later on later.seq = e.seq + 1',
    );
    expect(rows).toEqual([{ forward: true }]);
  });
});

describe('the hash that SQL computes is the one that TypeScript computes', () => {
  const events: Record<string, Partial<AuditEvent>> = {
    'for letters of many scripts': {
      actor: { kind: 'anonymous', name: 'Zoë – 管理者 🦊 \u0000'.replace('\u0000', '') },
    },
    'for decomposed letters': { actor: { kind: 'anonymous', name: 'e\u0301 is not \u00e9' } },
    'for the empty name': { actor: { kind: 'anonymous', name: '' } },
    'for quotes, line ends and backslashes': { details: { text: 'a "b"\n\t\\c\u2028 \'d\'' } },
    'for numbers that JSON writes in many ways': {
      details: { big: 1e21, small: 1e-7, zero: -0, third: 1 / 3, max: Number.MAX_SAFE_INTEGER },
    },
    'for null and false': { details: { nothing: null, no: false } },
    'for keys out of order and of unequal length': { details: { zz: 1, a: 2, b: 3, '': 4, ä: 5 } },
    'for no details': { details: {} },
    'for every column filled': {
      sourceAddress: '2001:db8::1',
      organisationId: actor.id,
      serverId: actor.id,
      grantId: actor.id,
    },
  };

  test.each(Object.entries(events))('%s', async (_, event) => {
    await append(3, event);
    expect(await verifyAuditChain(db, chain)).toMatchObject({ intact: true, rows: 3 });
  });

  test('for nested details and numbers beyond a double', async () => {
    await owner.query(
      `insert into audit_event (type, outcome, actor_kind, actor_name, details) values
       ('server.updated', 'ok', 'anonymous', 'x',
        '{"b": [1, {"y": 2, "x": 1.50}], "a": 123456789012345678901234567890.10, "a": 1}')`,
    );
    expect(await verifyAuditChain(db, chain)).toMatchObject({ intact: true, rows: 1 });
  });
});

describe('the log, even for its owner,', () => {
  beforeEach(() => append(2));

  test.each([
    'update audit_event set actor_name = actor_name',
    'update audit_event set actor_name = actor_name where false',
    'delete from audit_event',
    'truncate audit_event',
    "update audit_head set seq = 1 where chain = 'main'",
    'delete from audit_head',
    'truncate audit_head',
    "insert into audit_head values ('other', 5, '')",
  ])('refuses: %s', async (sql) => {
    await expectRefusal(owner.query(sql), 'append-only');
  });

  test('numbers, dates and links a row itself, whatever the row says', async () => {
    const { rows } = await owner.query(
      `insert into audit_event (type, outcome, actor_kind, actor_name, seq, at, previous_hash, hash)
       values ('server.updated', 'ok', 'anonymous', 'x', 77, '2001-01-01', 'a', 'b')
       returning seq, at > '2020-01-01' as is_now`,
    );
    expect(rows).toEqual([{ seq: '3', is_now: true }]);
    expect(await verifyAuditChain(db, chain)).toMatchObject({ intact: true, rows: 3 });
  });

  test.each([
    ["'nonsense'", 'type_is_a_name'],
    ["'Grant.Requested'", 'type_is_a_name'],
  ])('refuses the type %s', async (type, rule) => {
    const sql = `insert into audit_event (type, outcome, actor_kind, actor_name) values (${type}, 'ok', 'user', 'x')`;
    await expectRefusal(owner.query(sql), rule);
  });
});
