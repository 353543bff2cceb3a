/** The broker as a process: reads its environment, starts, and stops on SIGTERM or SIGINT. */
import { randomInt } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { createDatabase } from '@postern/database';
import packageJson from '../package.json' with { type: 'json' };
import { systemClock } from './clock.ts';
import { type BrokerEnvironment, EnvironmentError, readEnvironment } from './env.ts';
import { readBoot } from './journal/boot.ts';
import { type Journal, JournalTakenError, openJournal } from './journal/journal.ts';
import { createLogger, loggableError } from './logging.ts';
import { createBmcDriver } from './provisioning/drivers.ts';
import { createVault } from './provisioning/vault.ts';
import { meetsOutgoingPorts, type PortRange, readOutgoingPorts } from './relay/port-range.ts';
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
  const journal = await openOwnJournal(env);
  if (journal.damaged > 0)
    log.error({ count: journal.damaged }, 'lines of the journal are not what was written');
  try {
    await serve(env, { db, driver, vault, log, journal, databaseRole });
  } finally {
    await driver.close();
    await db.close();
    await journal.close();
  }
  log.info({}, 'stopped');
}

/** One folder may serve several brokers of a host: each has its own in it. */
async function openOwnJournal(env: BrokerEnvironment): Promise<Journal> {
  const folder = path.join(env.POSTERN_JOURNAL_FOLDER, env.POSTERN_SITE, env.POSTERN_BROKER_NAME);
  try {
    return await openJournal({ folder, clock: { boot: readBoot(), now: systemClock.now } });
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? ` (${cause.code})` : '';
    const why = cause instanceof JournalTakenError ? cause.message : `It cannot be opened${code}.`;
    throw new BrokerStartError(
      `The broker keeps its journal in ${folder}, on a disk that outlives it (POSTERN_JOURNAL_FOLDER). ${why}`,
      { cause },
    );
  }
}

async function serve(
  env: BrokerEnvironment,
  {
    databaseRole,
    ...world
  }: Pick<BrokerWorld, 'db' | 'driver' | 'vault' | 'log' | 'journal'> & { databaseRole: string | undefined },
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
      relay: {
        hosts: env.POSTERN_RELAY_HOST,
        publicHost: env.POSTERN_RELAY_PUBLIC_HOST,
        ports: env.POSTERN_RELAY_PORTS,
      },
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

  await warnAboutPorts(env.POSTERN_RELAY_PORTS, log);

  const signal = await firstSignal();
  log.info({ signal }, 'stopping');
  await broker.stop();
}

/** An outgoing connection may hold a port when a relay wants it: harmless, but an address changes that need not. */
async function warnAboutPorts(ports: PortRange, log: BrokerWorld['log']): Promise<void> {
  const told = await readFile('/proc/sys/net/ipv4/ip_local_port_range', 'utf8').catch(() => '');
  const outgoing = readOutgoingPorts(told);
  if (outgoing !== undefined && meetsOutgoingPorts(ports, outgoing))
    log.warn(
      { port: ports.first },
      'relay ports lie in the range that the kernel gives to outgoing connections',
    );
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
