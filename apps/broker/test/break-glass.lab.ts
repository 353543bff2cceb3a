/** The break-glass command on a BMC that nobody here wrote, with ipmitool as the witness from outside. */
import { spawn } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runIpmitool } from '../../../packages/bmc/test/run-ipmitool.ts';
import { type IpmiSim, startIpmiSim } from '../../../packages/bmc/test/start-ipmi-sim.ts';
import { startOnCable, untilFollowed } from './support/cabled-broker.ts';
import { createTestSite, type TestSite, untilState } from './support/site.ts';

const admin = { username: 'ipmiusr', password: 'test' };
const program = path.resolve(import.meta.dirname, '../src/break-glass/main.ts');

let site: TestSite;
let sim: IpmiSim;
beforeAll(async () => {
  [site, sim] = await Promise.all([createTestSite(), startIpmiSim()]);
});
afterAll(async () => {
  await site.close();
  await sim.stop();
});

test('a login that works for ipmitool is refused once the command has run, with no database anywhere', async () => {
  const server = await site.addRow(sim.target, admin);
  const cabled = await startOnCable(site, 'lab');
  const grantId = await site.requestGrant(server);
  await untilState(site, grantId, 'active');
  await untilFollowed(site, cabled.journal, grantId);
  const { username, password } = await site.revealPassword(grantId);
  const tenant = { port: sim.target.port, username, password, privilege: 'OPERATOR' } as const;
  expect(await runIpmitool(tenant, 'mc', 'info')).toMatchObject({ succeeded: true });
  cabled.cable.switchOff();

  const keyFile = path.join(site.journals, 'site.key');
  await writeFile(keyFile, site.keys.site.privateKeyPem, { mode: 0o600 });
  const child = spawn(
    process.execPath,
    [program, 'revoke', username, '--name', 'Kim', '--reason', 'fire drill'],
    { env: { POSTERN_JOURNAL_FOLDER: site.journals, POSTERN_SITE_KEY_FILE: keyFile }, stdio: 'ignore' },
  );
  expect(await new Promise((resolve) => child.once('close', resolve))).toBe(0);

  expect(await runIpmitool(tenant, 'mc', 'info')).toMatchObject({ succeeded: false });
  const users = await runIpmitool({ ...admin, port: sim.target.port }, 'user', 'list', '1');
  expect(users.output).not.toContain(username);
  cabled.cable.switchOn();
  expect(await untilState(site, grantId, 'revoked')).toMatchObject({ endCause: 'break-glass' });
  await cabled.broker.stop();
});
