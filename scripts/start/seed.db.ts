import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { verify } from '@node-rs/argon2';
import { createDatabase, type Database } from '@postern/database';
import { createTestDatabase, type TestDatabase } from '@postern/database/testing';
import { generateSealingKeys, sealingContext, unseal } from '@postern/domain';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { labSite, labTenants } from '../../e2e/lab/index.ts';
import { keepLogins } from './logins.ts';
import { type SeedOptions, seed } from './seed.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'postern-seed-'));
const keys = generateSealingKeys();
let scratch: TestDatabase;
let db: Database;

beforeAll(async () => {
  scratch = await createTestDatabase();
  db = createDatabase({ url: scratch.url });
});
afterAll(async () => {
  await db.close();
  await scratch.drop();
  rmSync(folder, { recursive: true });
});

function options(): SeedOptions {
  const passwordFile = path.join(folder, 'bmc.password');
  writeFileSync(passwordFile, 'administrator-1!');
  return {
    databaseUrl: scratch.url,
    site: labSite,
    sitePublicKeyPem: keys.publicKeyPem,
    logins: keepLogins(folder).logins,
    lab: {
      site: labSite,
      tenants: labTenants,
      servers: [
        {
          name: 'web-07',
          kind: 'virtual',
          tenant: labTenants[0],
          rack: 'A12',
          room: 'Hall 1',
          ip: '203.0.113.17',
          bmc: { host: '127.0.0.1', port: 9100, redfish: null, username: 'admin', passwordFile },
          console: { protocol: 'vnc', host: '127.0.0.1', port: 9104, passwordFile },
          serialOverLan: true,
          slots: [3, 4],
        },
      ],
    },
  };
}

test('a second seed adds nothing and writes no line into the audit log', async () => {
  await seed(options());
  const counts = async () => [
    await db.client.site.count(),
    await db.client.user.count(),
    await db.client.server.count(),
    await db.client.bmc.count(),
    await db.client.auditEvent.count(),
  ];
  const once = await counts();
  expect(once.slice(0, 4)).toEqual([1, 4, 1, 1]);
  await seed(options());
  expect(await counts()).toEqual(once);
});

test('the login of the BMC opens with the key of its site, and with the row it belongs to', async () => {
  const bmc = await db.client.bmc.findFirstOrThrow({ include: { secrets: true } });
  const login = bmc.secrets.find(({ kind }) => kind === 'login');
  const opened = unseal(login?.sealed ?? '', keys.privateKeyPem, sealingContext.bmcLogin(bmc.id));
  expect(JSON.parse(opened.toString())).toEqual({ username: 'admin', password: 'administrator-1!' });
});

test('each person can sign in with the password that logins.json holds, and it is nowhere in the database', async () => {
  for (const { email, password } of JSON.parse(readFileSync(path.join(folder, 'logins.json'), 'utf8'))) {
    const { passwordHash } = await db.client.user.findUniqueOrThrow({ where: { email } });
    expect(await verify(passwordHash ?? '', password)).toBe(true);
  }
});

test('what people have changed stays: a server that moved to another tenant is not moved back', async () => {
  const other = await db.client.organisation.findUniqueOrThrow({ where: { name: labTenants[1] } });
  await db.client.server.updateMany({ data: { organisationId: other.id } });
  await seed(options());
  const { organisationId } = await db.client.server.findFirstOrThrow();
  expect(organisationId).toBe(other.id);
});
