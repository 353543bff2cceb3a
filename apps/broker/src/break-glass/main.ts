/** Takes access away on a broker's host while portal and database are away. See docs/runbooks/break-glass.md. */
import { randomInt } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { systemClock } from '../clock.ts';
import { EnvironmentError, readBreakGlassEnvironment } from '../env.ts';
import { readBoot } from '../journal/boot.ts';
import { createBmcDriver } from '../provisioning/drivers.ts';
import { createVaultDoor } from '../provisioning/vault.ts';
import { exitCodes, runBreakGlass } from './run-break-glass.ts';

const driver = createBmcDriver();
try {
  const env = readBreakGlassEnvironment();
  process.exitCode = await runBreakGlass(
    {
      settings: {
        journalFolder: env.POSTERN_JOURNAL_FOLDER,
        site: env.POSTERN_SITE,
        broker: env.POSTERN_BROKER_NAME,
      },
      openVault: async () =>
        createVaultDoor({ sitePrivateKey: await readFile(env.POSTERN_SITE_KEY_FILE, 'utf8') }),
      clock: { boot: readBoot(), now: systemClock.now },
      driver,
      randomInt: (max) => randomInt(max),
      print: (text) => process.stdout.write(`${text}\n`),
      complain: (text) => process.stderr.write(`${text}\n`),
    },
    process.argv.slice(2),
  );
} catch (error) {
  if (!(error instanceof EnvironmentError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = exitCodes.nothingDone;
} finally {
  await driver.close();
}
