/** The break-glass command: on the broker's host, without the database, beside a broker that runs. */
import { spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runBreakGlass } from '../src/break-glass/run-break-glass.ts';
import { createBmcDriver } from '../src/provisioning/drivers.ts';
import { createVaultDoor } from '../src/provisioning/vault.ts';
import { startOnCable, untilFollowed } from './support/cabled-broker.ts';
import {
  bootClock,
  canLogIn,
  createTestSite,
  impatient,
  namesOn,
  type TestSite,
  until,
  untilState,
} from './support/site.ts';

const program = path.resolve(import.meta.dirname, '../src/break-glass/main.ts');
const signed = ['--name', 'Kim', '--reason', 'the portal burns'];

let site: TestSite;
let keyFile: string;
beforeAll(async () => {
  site = await createTestSite();
  keyFile = path.join(site.journals, 'site.key');
  await writeFile(keyFile, site.keys.site.privateKeyPem, { mode: 0o600 });
});
afterAll(() => site.close());

/** The command as a person runs it: a process of its own, with nothing but files. */
async function breakGlass(broker: string, ...args: string[]) {
  const child = spawn(process.execPath, [program, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      POSTERN_JOURNAL_FOLDER: site.journals,
      POSTERN_SITE: 'fra1',
      POSTERN_BROKER_NAME: broker,
      POSTERN_SITE_KEY_FILE: keyFile,
    },
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      output += chunk.toString();
    });
  }
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  return { code, output };
}

/** The same in this process, with a driver that does not wait for a dead BMC as long as a real one. */
async function breakGlassHere(broker: string, ...args: string[]) {
  const driver = createBmcDriver(impatient);
  let output = '';
  const say = (text: string) => {
    output += `${text}\n`;
  };
  const code = await runBreakGlass(
    {
      settings: { journalFolder: site.journals, site: 'fra1', broker },
      openVault: async () => createVaultDoor({ sitePrivateKey: site.keys.site.privateKeyPem }),
      clock: bootClock,
      driver,
      randomInt: (max) => randomInt(max),
      print: say,
      complain: say,
    },
    args,
  );
  await driver.close();
  return { code, output };
}

async function activeGrant(broker: Awaited<ReturnType<typeof startOnCable>>) {
  const server = await site.addServer();
  const grantId = await site.requestGrant(server);
  await untilState(site, grantId, 'active');
  await untilFollowed(site, broker.journal, grantId);
  return { server, grantId, login: await site.revealPassword(grantId) };
}

const eventsOf = (type: string) => site.owner.client.auditEvent.findMany({ where: { type } });

test('with database and portal away it lists what is live without a secret, takes it away, and is told of later', async () => {
  const cabled = await startOnCable(site, 'glass-1');
  const [one, two] = [await activeGrant(cabled), await activeGrant(cabled)];
  cabled.cable.switchOff();

  const list = await breakGlass('glass-1', 'list');
  expect(list.code).toBe(0);
  for (const { login } of [one, two]) {
    expect(list.output).toContain(login.username);
    expect(list.output).not.toContain(login.password);
  }
  expect(list.output).toMatch(/in 5\d min/);

  const single = await breakGlass('glass-1', 'revoke', one.login.username, ...signed);
  expect(single).toMatchObject({ code: 0, output: expect.stringContaining('proven gone') });
  expect(namesOn(one.server.bmc)).toEqual(['ADMIN']);
  expect(await canLogIn(one.server.bmc, one.login)).toBe(false);
  expect(await canLogIn(two.server.bmc, two.login)).toBe(true);
  expect((await breakGlass('glass-1', 'list')).output).not.toContain(one.login.username);

  expect((await breakGlass('glass-1', 'revoke', '--all', ...signed)).code).toBe(0);
  expect(await canLogIn(two.server.bmc, two.login)).toBe(false);
  expect((await site.grant(one.grantId)).state).toBe('active');

  cabled.cable.switchOn();
  for (const { grantId } of [one, two]) {
    expect(await untilState(site, grantId, 'revoked')).toMatchObject({
      endCause: 'break-glass',
      proof: { login: 'refused', readBack: 'absent' },
    });
  }
  await until(async () => (await eventsOf('broker.break-glass-used')).length === 2);
  expect(await eventsOf('broker.break-glass-used')).toMatchObject([
    { details: { person: 'Kim', reason: 'the portal burns' } },
    { details: { person: 'Kim', reason: 'the portal burns' } },
  ]);
  // What is in the database needs no file any more.
  await until(async () => (await readdir(path.join(site.journals, 'fra1', 'glass-1'))).length === 1);
  await cabled.broker.stop();
}, 90_000);

test('beside a broker that works it is recorded within seconds, and the broker goes on', async () => {
  const cabled = await startOnCable(site, 'glass-2');
  const { grantId, login, server } = await activeGrant(cabled);
  expect((await breakGlassHere('glass-2', 'revoke', login.username, ...signed)).code).toBe(0);
  expect(await untilState(site, grantId, 'revoked')).toMatchObject({ endCause: 'break-glass' });
  const next = await site.requestGrant(server);
  await untilState(site, next, 'active');
  await site.endGrant(next);
  await untilState(site, next, 'revoked');
  await cabled.broker.stop();
});

test('what is not proven gone is said so, and the broker goes on with it', async () => {
  const cabled = await startOnCable(site, 'glass-3');
  const [dead, alive] = [await activeGrant(cabled), await activeGrant(cabled)];
  dead.server.bmc.faults.hang = true;
  const result = await breakGlassHere('glass-3', 'revoke', '--all', ...signed);
  expect(result.code).toBe(1);
  expect(result.output).toMatch(/NOT PROVEN GONE \(unreachable\)/);
  expect(await canLogIn(alive.server.bmc, alive.login)).toBe(false);
  dead.server.bmc.faults.hang = false;
  expect((await site.grant(dead.grantId)).state).toBe('active');
  await site.endGrant(dead.grantId);
  await untilState(site, dead.grantId, 'revoked');
  await cabled.broker.stop();
});

test('an account under no such name, no reason, and no journal: nothing is done', async () => {
  const cabled = await startOnCable(site, 'glass-4');
  const { login, server, grantId } = await activeGrant(cabled);
  expect(await breakGlassHere('glass-4', 'revoke', 'g_nobody', ...signed)).toMatchObject({ code: 2 });
  expect(await breakGlassHere('glass-4', 'revoke', login.username)).toMatchObject({ code: 2 });
  expect(await breakGlassHere('glass-0', 'list')).toMatchObject({ code: 3 });
  expect(await canLogIn(server.bmc, login)).toBe(true);
  await site.endGrant(grantId);
  await untilState(site, grantId, 'revoked');
  await cabled.broker.stop();
});
