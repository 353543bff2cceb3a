import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { applyMigrations } from '../src/migrate/apply.ts';
import { createTestDatabase, type TestDatabase } from '../testing/index.ts';

const workspace = path.resolve(import.meta.dirname, '..');
const migrations = path.join(workspace, 'migrations');
const bin = path.resolve(workspace, '../node_modules/.bin');

let database: TestDatabase;
/** A database with nothing in it: the test database comes migrated. */
let emptyUrl: string;
let admin: pg.Client;
let scratch: string;

beforeAll(async () => {
  database = await createTestDatabase();
  admin = new pg.Client({ connectionString: database.url });
  await admin.connect();
});

afterAll(async () => {
  await admin.end();
  await database.drop();
});

beforeEach(async () => {
  const name = `${new URL(database.url).pathname.slice(1)}_empty`;
  await admin.query(`create database ${name}`);
  const url = new URL(database.url);
  url.pathname = `/${name}`;
  emptyUrl = url.href;
  scratch = mkdtempSync(path.join(tmpdir(), 'postern-migrate-'));
});

afterEach(async () => {
  rmSync(scratch, { recursive: true });
  await admin.query(`drop database ${new URL(emptyUrl).pathname.slice(1)} with (force)`);
});

async function ask(sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: emptyUrl });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

function prisma(...args: string[]): Promise<string> {
  return prismaOn(emptyUrl, ...args);
}

async function prismaOn(url: string, ...args: string[]): Promise<string> {
  const env = {
    PATH: `${bin}:/usr/bin:/bin`,
    DATABASE_URL: url,
    PRISMA_HIDE_UPDATE_MESSAGE: '1',
    CHECKPOINT_DISABLE: '1',
  };
  const { stdout } = await promisify(execFile)(path.join(bin, 'prisma'), args, { cwd: workspace, env }).catch(
    (error: { stdout: string; stderr: string }) => ({ stdout: `${error.stdout}\nfailed: ${error.stderr}` }),
  );
  return stdout;
}

describe('applyMigrations', () => {
  test('brings an empty database all the way, and finds nothing left to do', async () => {
    const applied = await applyMigrations(emptyUrl);
    expect(applied[0]).toMatch(/_tables$/);
    expect(await applyMigrations(emptyUrl)).toEqual([]);
    const rows = await ask(
      'select migration_name as name from _prisma_migrations where finished_at is not null',
    );
    expect(rows).toHaveLength(applied.length);
  });

  test('by four processes at once applies each migration once', async () => {
    const results = await Promise.all(Array.from({ length: 4 }, () => applyMigrations(emptyUrl)));
    expect(results.filter((applied) => applied.length > 0)).toHaveLength(1);
    expect(await ask('select migration_name from _prisma_migrations group by 1 having count(*) > 1')).toEqual(
      [],
    );
  });

  test('needs no superuser, only an owner who may create roles', async () => {
    const name = `deployer_${new URL(emptyUrl).pathname.slice(1)}`;
    await admin.query(`create role ${name} login createrole password 'x'`);
    await admin.query(`alter database ${new URL(emptyUrl).pathname.slice(1)} owner to ${name}`);
    const url = new URL(emptyUrl);
    url.username = name;
    url.password = 'x';
    try {
      expect(await applyMigrations(url.href)).not.toEqual([]);
      const event =
        "insert into audit_event (type, outcome, actor_kind, actor_name) values ('a.b', 'ok', 'user', 'x')";
      await ask(`set session authorization ${name}; ${event}`);
      expect(await ask('select seq::int from audit_event')).toEqual([{ seq: 1 }]);
    } finally {
      await ask(`reassign owned by ${name} to current_user; drop owned by ${name}`);
      await admin.query(`reassign owned by ${name} to current_user; drop role ${name}`);
    }
  });

  test('that fails leaves nothing half-done and says why', async () => {
    cpSync(migrations, scratch, { recursive: true });
    mkdirSync(path.join(scratch, '29990101000000_broken'));
    const sql = 'create table half (n int);\ninsert into half values (1 / 0);';
    writeFileSync(path.join(scratch, '29990101000000_broken/migration.sql'), sql);
    const failing = applyMigrations(emptyUrl, scratch);
    await expect(failing).rejects.toThrow(/division by zero[\s\S]*29990101000000_broken/);
    expect(await ask("select to_regclass('half') as half")).toEqual([{ half: null }]);
  });

  test('that failed is tried again once its cause is gone', async () => {
    const name = `deployer_${new URL(emptyUrl).pathname.slice(1)}`;
    await admin.query(`create role ${name} login password 'x'`);
    await admin.query(`alter database ${new URL(emptyUrl).pathname.slice(1)} owner to ${name}`);
    const url = new URL(emptyUrl);
    url.username = name;
    url.password = 'x';
    cpSync(migrations, scratch, { recursive: true });
    mkdirSync(path.join(scratch, '29990101000000_role'));
    const role = `${name}_made`;
    writeFileSync(path.join(scratch, '29990101000000_role/migration.sql'), `create role ${role};`);
    try {
      await expect(applyMigrations(url.href, scratch)).rejects.toThrow(/permission denied to create role/);
      await admin.query(`alter role ${name} createrole`);
      expect(await applyMigrations(url.href, scratch)).toContain('29990101000000_role');
    } finally {
      await ask(`reassign owned by ${name} to current_user; drop owned by ${name}`);
      await admin.query(`drop role if exists ${role}`);
      await admin.query(`reassign owned by ${name} to current_user; drop role ${name}`);
    }
  });

  test('says that nobody answers, and not the password', async () => {
    const url = new URL(emptyUrl);
    url.port = '1';
    const message = await applyMigrations(url.href).catch((error: unknown) => String(error));
    expect(message).toMatch(/ECONNREFUSED|reach/);
    expect(message).not.toContain(url.password);
  });
});

describe("Prisma's CLI", () => {
  test('sees no difference between schema.prisma and the migrations but what Prisma cannot say', async () => {
    await applyMigrations(emptyUrl);
    const drift = await prisma(
      'migrate',
      'diff',
      '--from-config-datasource',
      '--to-schema',
      'schema.prisma',
      '--script',
    );
    const statements = drift.split('\n').filter((line) => line !== '' && !line.startsWith('--'));
    expect(statements).toEqual([
      'ALTER TABLE "access_block" DROP CONSTRAINT "block_kind_is_known";',
      'ALTER TABLE "access_grant" DROP CONSTRAINT "a_grant_moves_along_a_transition";',
      'ALTER TABLE "access_grant" DROP CONSTRAINT "end_cause_is_known";',
      'ALTER TABLE "access_grant" DROP CONSTRAINT "step_is_known";',
      'ALTER TABLE "action" DROP CONSTRAINT "an_action_moves_along_a_transition";',
      'ALTER TABLE "action" DROP CONSTRAINT "kind_is_known";',
    ]);
  });

  test('and applyMigrations keep the same history', async () => {
    expect(await prisma('migrate', 'deploy')).toContain('All migrations have been successfully applied');
    expect(await applyMigrations(emptyUrl)).toEqual([]);
    expect(await prisma('migrate', 'status')).toContain('Database schema is up to date');
  });

  test('builds the schema from the migrations on a database of its own, and leaves none behind', async () => {
    const same = await prisma('migrate', 'diff', '--from-migrations', 'migrations', '--to-config-datasource');
    expect(same).toContain('Removed tables'); // the empty database lacks all of them
    expect(await ask("select datname from pg_database where datname like 'prisma_migrate_shadow%'")).toEqual(
      [],
    );
  });

  test('names an unreachable database', async () => {
    const url = new URL(emptyUrl);
    url.port = '1';
    const answer = await prismaOn(url.href, 'migrate', 'status');
    expect(answer).toMatch(/P1001|Can't reach database server/);
  });
});
