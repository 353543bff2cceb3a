import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { EmbeddedPostgresError, startEmbeddedPostgres } from '@postern/database/embedded';
import { applyMigrations, MigrationError } from '@postern/database/migrate';
import type { GrantPolicy } from '@postern/domain';
import {
  endLabLeftovers,
  endLeftovers,
  type Guacd,
  guacdRecords,
  type Lab,
  labSite,
  startGuacd,
  startLab,
} from '../../e2e/lab/index.ts';
import { type ProductPorts, portVariables } from '../env.ts';
import type { Capabilities } from '../system-packages.ts';
import { startBrokerService } from './broker.ts';
import { refuseTakenPorts } from './free-ports.ts';
import { type KeyFiles, keepKeys } from './keys.ts';
import { keepLogins, type Login } from './logins.ts';
import { holdAlone } from './one-at-a-time.ts';
import { portalUrl, startPortalService } from './portal.ts';
import { buildPortal } from './portal-build.ts';
import { type Progress, silentProgress } from './progress.ts';
import { seed } from './seed.ts';
import { processRecords, type Service } from './service.ts';
import { StartError } from './start-error.ts';

export type ProductOptions = {
  /** Everything that outlives a stop: database, keys, logins, lab, logs. */
  readonly stateDir: string;
  readonly ports: ProductPorts;
  readonly capabilities: Capabilities;
  readonly databaseUrl?: string | undefined;
  readonly lab?: boolean;
  readonly guacd?: boolean;
  readonly mode?: 'production' | 'development';
  /** Limits for grants in place of the lab's own. */
  readonly policy?: Partial<GrantPolicy>;
  /** Virtual servers beside the lab's five, to see what more of them cost. */
  readonly extraServers?: number;
  readonly progress?: Progress;
  /** Gives the start up: what has started is stopped, and a StartError thrown. */
  readonly signal?: AbortSignal;
};

/** The running product. */
export type Product = {
  readonly url: string;
  readonly opsUrl: string;
  /** Owner's login to the database: a secret. */
  readonly databaseUrl: string;
  readonly keys: KeyFiles;
  readonly logins: readonly Login[];
  readonly loginsFile: string;
  readonly lab: Lab | undefined;
  readonly guacd: Guacd | undefined;
  readonly broker: Service;
  readonly portal: Service;
  /** Settles when the broker or the portal ends without having been asked to; says which. */
  readonly failed: Promise<string>;
  /** Ends everything in reverse order; a second call waits for the first. */
  stop(): Promise<void>;
};

/**
 * Starts the whole product on this machine: Postgres, migrations, keys, the lab, guacd, seed, a broker, the portal.
 * When a part does not start, those before it are stopped again.
 * @throws StartError in words for the terminal
 */
export async function startProduct(options: ProductOptions): Promise<Product> {
  const { progress = silentProgress } = options;
  const stateDir = path.resolve(options.stateDir);
  mkdirSync(stateDir, { recursive: true });
  const undo: (() => void | Promise<void>)[] = [];
  const stop = async () => {
    for (const part of undo.splice(0).reverse()) await part();
  };
  try {
    const lock = await holdAlone(stateDir);
    undo.push(() => lock.release());
    await endProductLeftovers(stateDir);
    return await startParts({ ...options, stateDir, progress }, undo, once(stop));
  } catch (error) {
    const worthTelling = undo.length > 1; // more than the lock
    await (worthTelling ? progress.step('stopped what had started', stop) : stop());
    throw error;
  }
}

/** Ends what a killed start left running on `stateDir`, but for Postgres: that is taken over. */
async function endProductLeftovers(stateDir: string): Promise<void> {
  await endLeftovers(processRecords(stateDir)); // first those that use the others
  await endLeftovers(guacdRecords(guacdState(stateDir)));
  await endLabLeftovers(labState(stateDir));
}

function guacdState(stateDir: string): string {
  return path.join(stateDir, 'guacd');
}

function labState(stateDir: string): string {
  return path.join(stateDir, 'lab');
}

type Settled = ProductOptions & { readonly progress: Progress };

async function startParts(
  options: Settled,
  undo: (() => void | Promise<void>)[],
  stop: () => Promise<void>,
): Promise<Product> {
  const { stateDir, ports, capabilities, mode = 'production', signal } = options;
  const progress = interruptible(options.progress, signal);
  const withLab = options.lab ?? true;
  const withGuacd = (options.guacd ?? true) && capabilities.guacd;
  await refuseTakenPorts(ports, { lab: withLab, guacd: withGuacd });

  const databaseUrl = await progress.step('Postgres', () => openPostgres(options, undo));
  await progress.step('migrations', () => migrate(databaseUrl));
  const keys = keepKeys(stateDir);
  const { file: loginsFile, logins } = keepLogins(stateDir);
  const lab = withLab ? await progress.step('lab', () => openLab(options)) : undefined;
  if (lab !== undefined) undo.push(lab.stop);
  const guacd = withGuacd
    ? await progress.step('guacd', () =>
        startGuacd({ port: ports.guacd, stateDir: guacdState(stateDir), log: progress.note }),
      )
    : undefined;
  if (guacd !== undefined) undo.push(guacd.stop);
  const { sitePublicKeyPem } = keys;
  const { policy } = options;
  await progress.step('seed', () =>
    seed({
      databaseUrl,
      site: labSite,
      sitePublicKeyPem,
      logins,
      lab: lab?.facts,
      ...(policy && { policy }),
    }),
  );
  const broker = await progress.step('broker', () =>
    startBrokerService({
      stateDir,
      databaseUrl,
      site: labSite.slug,
      keys,
      gatewayPort: ports.gateway,
      opsPort: ports.ops,
      relayBase: ports.relayBase,
      origins: [portalUrl(ports.portal), `http://127.0.0.1:${ports.portal}`],
      guacd,
      auditHeadsFile:
        options.databaseUrl === undefined ? path.join(stateDir, 'audit-heads.jsonl') : undefined,
      signal,
    }),
  );
  undo.push(broker.stop);
  if (mode === 'production')
    await progress.step('portal build', () => buildPortal(path.join(stateDir, 'logs'), signal));
  const portal = await progress.step('portal', () =>
    startPortalService({ stateDir, databaseUrl, keys, port: ports.portal, mode, signal }),
  );
  undo.push(portal.stop);
  return {
    url: portalUrl(ports.portal),
    opsUrl: `http://127.0.0.1:${ports.ops}`,
    databaseUrl,
    keys,
    logins,
    loginsFile,
    lab,
    guacd,
    broker,
    portal,
    failed: Promise.race([broker.ended, portal.ended]),
    stop,
  };
}

async function openPostgres(options: Settled, undo: (() => void | Promise<void>)[]): Promise<string> {
  if (options.databaseUrl !== undefined) return options.databaseUrl;
  try {
    const dataDir = path.join(options.stateDir, 'postgres');
    const postgres = await startEmbeddedPostgres({ dataDir, port: options.ports.postgres });
    undo.push(postgres.stop);
    if (postgres.home !== dataDir)
      options.progress.note(`its data is in ${postgres.home}: it cannot enter ${dataDir}`);
    return postgres.url;
  } catch (error) {
    if (!(error instanceof EmbeddedPostgresError)) throw error;
    const hint = error.code === 'port-in-use' ? ` Set ${portVariables.postgres} to another.` : '';
    throw new StartError(`${error.message}${hint}`, { cause: error });
  }
}

async function migrate(databaseUrl: string): Promise<void> {
  try {
    await applyMigrations(databaseUrl);
  } catch (error) {
    if (!(error instanceof MigrationError)) throw error;
    const mayNot = /permission denied/.test(error.message);
    const hint = mayNot ? ' Its login must own the database and may have to create roles (createrole).' : '';
    throw new StartError(`The database cannot be used: ${error.message}${hint}`, { cause: error });
  }
}

function openLab({ stateDir, ports, capabilities, extraServers, progress }: Settled): Promise<Lab> {
  return startLab({
    stateDir: labState(stateDir),
    portBase: ports.labBase,
    capabilities,
    extraServers: extraServers ?? 0,
    log: progress.note,
  });
}

/** Looks before each step whether the person has changed his mind; a step that has begun is brought to its end. */
function interruptible(progress: Progress, signal: AbortSignal | undefined): Progress {
  return {
    ...progress,
    step: (name, work) => {
      if (signal?.aborted) throw new StartError('Stopped before it was ready.');
      return progress.step(name, work);
    },
  };
}

/** The same promise for every caller. */
function once(work: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | undefined;
  return () => {
    running ??= work();
    return running;
  };
}
