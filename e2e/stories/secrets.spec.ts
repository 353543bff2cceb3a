/** Runs after all other stories: searches everything that they left behind for every secret that there was. */
import { createPrivateKey } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect } from '@playwright/test';
import { type ProductFacts, storyState, trafficFolder } from '../product/product-facts.ts';
import { readTraffic } from '../witness/browser-traffic.ts';
import { clusterFiles, dumpDatabase } from '../witness/database-witness.ts';
import { witnessLab } from '../witness/lab-witness.ts';
import { notedAccountPasswords } from '../witness/live-account.ts';
import { createSecretSearch, type KnownSecret } from '../witness/secret-search.ts';
import { test } from './stage.ts';

test('the stories left enough behind to search', async ({ stage }) => {
  expect(notedAccountPasswords().length).toBeGreaterThanOrEqual(3);
  const kinds = new Set(readTraffic(trafficFolder).map(({ kind }) => kind));
  expect([...kinds].sort()).toEqual(['event', 'frame-received', 'frame-sent', 'request', 'response']);
  const [row] = await stage.ask('select username from account limit 1');
  const dump = await dumpDatabase(stage.facts.databaseUrl);
  expect([...dump.values()].some((rows) => rows.includes(String(row?.username)))).toBe(true);
});

test('no secret is in the database', async ({ stage }) => {
  const search = createSecretSearch(allSecrets(stage.facts));
  for (const [table, rows] of await dumpDatabase(stage.facts.databaseUrl)) {
    expect(search(rows), table).toEqual([]);
  }
});

test('no secret was ever written to the files of the database', async ({ stage }) => {
  const search = createSecretSearch(allSecrets(stage.facts));
  for await (const { name, bytes } of clusterFiles(stage.facts.databaseUrl)) {
    expect(search(bytes), name).toEqual([]);
  }
});

test('no secret is in a log', ({ stage }) => {
  const search = createSecretSearch(allSecrets(stage.facts));
  const logs = readdirSync(storyState, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.log'))
    .map((entry) => path.join(entry.parentPath, entry.name));
  expect(logs.map((file) => path.basename(file))).toEqual(
    expect.arrayContaining(['broker-1.log', 'portal.log']),
  );
  for (const log of logs) expect(search(readFileSync(log)), log).toEqual([]);
});

test('no secret is in the command line of a process', ({ stage }) => {
  const search = createSecretSearch(allSecrets(stage.facts));
  const lines = readdirSync('/proc')
    .filter((entry) => /^\d+$/.test(entry))
    .map(commandLine);
  expect(lines.some((line) => line.includes('broker'))).toBe(true);
  for (const line of lines) expect(search(line), line.toString()).toEqual([]);
});

test('the browser was told no secret but a temporary password, by the one answer that reveals it', ({
  stage,
}) => {
  const searchKept = createSecretSearch(keptSecrets(stage.facts));
  const searchTemporary = createSecretSearch(accountPasswords());
  const reveals = new Set<string>();
  for (const { kind, what, bytes } of readTraffic(trafficFolder)) {
    expect(searchKept(bytes), `${kind} ${what}`).toEqual([]);
    const shown = searchTemporary(bytes);
    if (shown.length > 0) reveals.add(`${kind} ${new URL(what.split(' ')[1] ?? '').pathname}`);
  }
  expect([...reveals]).toEqual(['response /api/trpc/grants.reveal']);
});

test('a password of the portal is sent by the sign-in form alone', ({ stage }) => {
  const search = createSecretSearch(loginPasswords(stage.facts));
  const carriers = readTraffic(trafficFolder).filter(({ bytes }) => search(bytes).length > 0);
  const kinds = new Set(
    carriers.map(({ kind, what }) => `${kind} ${new URL(what.split(' ')[1] ?? '').pathname}`),
  );
  expect([...kinds]).toEqual(['request /api/auth/callback/credentials']);
});

function allSecrets(facts: ProductFacts): KnownSecret[] {
  return [...keptSecrets(facts), ...accountPasswords(), ...loginPasswords(facts)];
}

/** What the product holds and nobody may ever see. */
function keptSecrets({ labDir, keys }: ProductFacts): KnownSecret[] {
  const lab = witnessLab(labDir).flatMap(({ facts, bmcPassword, screenPassword }) => [
    { name: `BMC password of ${facts.name}`, value: Buffer.from(bmcPassword) },
    { name: `screen password of ${facts.name}`, value: Buffer.from(screenPassword) },
  ]);
  const keyFiles = [
    ['site key', keys.siteKey],
    ['portal key', keys.portalKey],
  ] as const;
  const raw = keyFiles.map(([name, file]) => ({ name, value: rawPrivateKey(readFileSync(file, 'utf8')) }));
  const session = {
    name: 'session secret',
    value: Buffer.from(readFileSync(keys.nextAuthSecret, 'utf8').trim()),
  };
  return [...lab, ...raw, session];
}

function accountPasswords(): KnownSecret[] {
  return notedAccountPasswords().map((password) => ({
    name: 'password of a temporary account',
    value: Buffer.from(password),
  }));
}

function loginPasswords({ logins }: ProductFacts): KnownSecret[] {
  return logins.map(({ email, password }) => ({
    name: `password of ${email}`,
    value: Buffer.from(password),
  }));
}

/** The 32 bytes that make the key: they show in every encoding of it. */
function rawPrivateKey(pem: string): Buffer {
  return createPrivateKey(pem).export({ format: 'der', type: 'pkcs8' }).subarray(-32);
}

function commandLine(pid: string): Buffer {
  try {
    return readFileSync(`/proc/${pid}/cmdline`);
  } catch {
    return Buffer.alloc(0);
  }
}
