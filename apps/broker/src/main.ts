/** The broker as a process: reads its environment, starts, and stops on SIGTERM or SIGINT. */
import { randomInt } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createDatabase } from '@postern/database';
import packageJson from '../package.json' with { type: 'json' };
import { systemClock } from './clock.ts';
import { type BrokerEnvironment, EnvironmentError, readEnvironment } from './env.ts';
import { createLogger, loggableError } from './logging.ts';
import { createBmcDriver } from './provisioning/drivers.ts';
import { createVault } from './provisioning/vault.ts';
import { BrokerStartError, type BrokerWorld, startBroker } from './start-broker.ts';
import { startConsoles } from './start-consoles.ts';

async function main(env: BrokerEnvironment): Promise<void> {
  const log = createLogger(env.POSTERN_LOG_LEVEL).child({
    site: env.POSTERN_SITE,
    broker: env.POSTERN_BROKER_NAME,
  });
  const databaseRole = env.POSTERN_DATABASE_ROLE === '' ? undefined : env.POSTERN_DATABASE_ROLE;
  const db = createDatabase({ url: env.DATABASE_URL, role: databaseRole });
  const driver = createBmcDriver();
  const vault = createVault({
    sitePrivateKey: await readFile(env.POSTERN_SITE_KEY_FILE, 'utf8'),
    portalPublicKey: await readFile(env.POSTERN_PORTAL_PUBLIC_KEY_FILE, 'utf8'),
  });
  try {
    await serve(env, { db, driver, vault, log, databaseRole });
  } finally {
    await driver.close();
    await db.close();
  }
  log.info({}, 'stopped');
}

async function serve(
  env: BrokerEnvironment,
  {
    databaseRole,
    ...world
  }: Pick<BrokerWorld, 'db' | 'driver' | 'vault' | 'log'> & { databaseRole: string | undefined },
): Promise<void> {
  const { log } = world;
  const broker = await startBroker({
    ...world,
    settings: {
      site: env.POSTERN_SITE,
      name: env.POSTERN_BROKER_NAME,
      version: packageJson.version,
      consoleUrl: env.POSTERN_CONSOLE_URL,
      opsHost: env.POSTERN_OPS_HOST,
      opsPort: env.POSTERN_OPS_PORT,
      powerSweepSeconds: env.POSTERN_POWER_SWEEP_SECONDS,
      hardwareSeconds: env.POSTERN_HARDWARE_SECONDS,
      reconcileSeconds: env.POSTERN_RECONCILE_SECONDS,
      auditHeadsFile: env.POSTERN_AUDIT_HEADS_FILE,
      databaseUrl: env.DATABASE_URL,
      databaseRole,
    },
    clock: systemClock,
    randomInt: (max) => randomInt(max),
    startConsoles: (parts, changes) =>
      startConsoles(parts, changes, {
        host: env.POSTERN_GATEWAY_HOST,
        port: env.POSTERN_GATEWAY_PORT,
        allowedOrigins: env.POSTERN_ALLOWED_ORIGINS,
        guacd: env.POSTERN_GUACD,
      }),
  });
  log.info({ port: broker.opsPort, version: packageJson.version }, 'ready');

  const signal = await firstSignal();
  log.info({ signal }, 'stopping');
  await broker.stop();
}

function firstSignal(): Promise<NodeJS.Signals> {
  return new Promise((resolve) => {
    process.once('SIGTERM', resolve);
    process.once('SIGINT', resolve);
  });
}

try {
  await main(readEnvironment());
} catch (error) {
  const forPeople = error instanceof EnvironmentError || error instanceof BrokerStartError;
  if (forPeople) process.stderr.write(`${error.message}\n`);
  else createLogger('error').error({ error: loggableError(error) }, 'the broker could not start');
  process.exitCode = 1;
}
