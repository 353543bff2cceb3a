/** Puts one broker together and takes it apart again. `main.ts` gives it the world, tests give it theirs. */
import {
  claimSiteKey,
  type Database,
  type Listener,
  listen,
  nextDueInstant,
  readSite,
  refuseWaitingRequests,
  registerBroker,
} from '@postern/database';
import { type AuditActor, changesChannel, type LiveChange, liveChange, workChannel } from '@postern/domain';
import type { BrokerParts } from './broker-parts.ts';
import type { Clock } from './clock.ts';
import { monotonicClock } from './console/clock.ts';
import { type OpsServer, startOpsServer } from './http/ops-server.ts';
import type { Journal } from './journal/journal.ts';
import type { Logger } from './logging.ts';
import { loggableError } from './logging.ts';
import { type BrokerMetrics, createMetrics } from './metrics.ts';
import { createSiteGate, type SiteGate } from './observation/site-gate.ts';
import { awaitDatabase } from './outage/await-database.ts';
import type { AwayPolicy } from './outage/away-policy.ts';
import { createDatabaseWatch, type DatabaseWatch } from './outage/database-watch.ts';
import { recordRemovals } from './outage/record-what-was-done.ts';
import { createBmcLanes } from './provisioning/bmc-lanes.ts';
import type { BmcDriver } from './provisioning/drivers.ts';
import type { Vault } from './provisioning/vault.ts';
import { createRelayDesk, type RelaySettings } from './relay/relay-desk.ts';
import { createRelayMetrics } from './relay/relay-metrics.ts';
import { startChores } from './start-chores.ts';
import { expireGrants } from './worker/expire-grants.ts';
import { provisioningQueue } from './worker/provision-grant.ts';
import { hardwareQueue } from './worker/read-hardware.ts';
import { revocationQueue } from './worker/revoke-grant.ts';
import { actionQueue } from './worker/run-action.ts';
import { type Queue, startRunner } from './worker/runner.ts';

export interface BrokerSettings {
  readonly site: string;
  readonly name: string;
  readonly version: string;
  readonly consoleUrl: string;
  readonly opsHost: string;
  readonly opsPort: number;
  readonly relay: RelaySettings;
  readonly powerSweepSeconds: number;
  /** How often the hardware of a server is read that nobody looks at. */
  readonly hardwareSeconds: number;
  readonly reconcileSeconds: number;
  /** Where signed ends of the audit chain are kept beside the log. */
  readonly auditHeadsFile?: string | undefined;
  /** Where notices are listened for: a connection of its own, with the same rights as `db`. */
  readonly databaseUrl: string;
  readonly databaseRole: string | undefined;
}

export interface BrokerWorld {
  readonly settings: BrokerSettings;
  readonly db: Database;
  readonly driver: BmcDriver;
  readonly vault: Vault;
  readonly clock: Clock;
  readonly randomInt: (max: number) => number;
  readonly log: Logger;
  /** Opened for this broker alone; whoever opened it closes it. */
  readonly journal: Journal;
  /** How long it waits before it acts without the database; tests cannot. */
  readonly awayPolicy?: AwayPolicy | undefined;
  /** Starts the console gateway once the broker is registered; absent in tests that have no consoles. */
  readonly startConsoles?: ((parts: BrokerParts, changes: ChangeFeed) => Promise<Consoles>) | undefined;
}

/** Hands each live change to whoever asked; `onResync`: something changed that no single notice names, or some were lost. */
export interface ChangeFeed {
  subscribe(listener: { onChange(change: LiveChange): void; onResync(): void }): () => void;
}

/** What the broker needs of its console gateway. */
export interface Consoles {
  guacdAvailable(): Promise<boolean>;
  close(): Promise<void>;
}

export interface Broker {
  readonly brokerId: string;
  readonly opsPort: number;
  readonly metrics: BrokerMetrics;
  /** Claims nothing more, finishes what is at hand, cuts consoles and relays, closes BMC sessions, releases leases. */
  stop(): Promise<void>;
}

/** The broker cannot serve this site. The message says what to do. */
export class BrokerStartError extends Error {
  override readonly name = 'BrokerStartError';
}

/** Registers with the site and starts to work. @throws BrokerStartError */
export async function startBroker(world: BrokerWorld): Promise<Broker> {
  const metrics = createMetrics();
  const stopping = new AbortController();
  let joined = false;
  // First of all: a broker that waits for its database lives, and is not ready.
  const ops = await startOps(world, { metrics, isUp: () => joined && !stopping.signal.aborted });
  try {
    const broker = await joinAndWork(world, { metrics, stopping, ops });
    joined = true;
    return broker;
  } catch (error) {
    await ops.close();
    throw error;
  }
}

interface BrokerFrame {
  readonly metrics: BrokerMetrics;
  readonly stopping: AbortController;
  readonly ops: OpsServer;
}

async function joinAndWork(world: BrokerWorld, { metrics, stopping, ops }: BrokerFrame): Promise<Broker> {
  const { settings, db, log } = world;
  const siteId = await joinSite(world, metrics);
  const { name, version, consoleUrl } = settings;
  const { brokerId } = await registerBroker(db.client, {
    siteId,
    name,
    version,
    consoleUrl,
    guacdAvailable: false,
  });
  const actor: AuditActor = { kind: 'broker', id: brokerId, name };
  const gate = createSiteGate({ ...world, siteId, siteName: settings.site, actor, metrics });
  // Before anything is done with this database: it may be an older one.
  await gate.look();
  const lanes = createBmcLanes({ ...world, brokerId, brokerName: name, metrics, gate });
  const relays = createRelayDesk({
    ...world,
    siteId,
    brokerId,
    actor,
    settings: settings.relay,
    clock: monotonicClock,
    metrics: createRelayMetrics(metrics.registry),
  });
  const parts: BrokerParts = {
    ...world,
    siteId,
    brokerId,
    actor,
    lanes,
    gate,
    relays,
    metrics,
    stopping: stopping.signal,
  };

  const feed = createChangeFeed(log);
  relays.start();
  feed.subscribe({ onChange: relays.heard, onResync: relays.lookAtAll });
  const consoles = await world.startConsoles?.(parts, feed);
  const watch = createDatabaseWatch(world.clock);
  const prepare = preparation(parts);
  const runner = startRunner({
    prepare: () => watched(watch, world.clock, prepare),
    queues: [
      ...[provisioningQueue(parts), revocationQueue(parts), actionQueue(parts)].map((queue) =>
        restingWhileObserving(queue, gate),
      ),
      hardwareQueue(parts, settings.hardwareSeconds),
    ],
    untilNextDueMs: () => nextDueInstant(db.client, { siteId }),
    ...parts,
  });
  const listener = listenForWork(settings, { siteId, wake: runner.wake, feed, log });
  const chores = startChores(parts, { settings, feed, watch, policy: world.awayPolicy, consoles });

  return {
    brokerId,
    opsPort: ops.port,
    metrics,
    async stop() {
      stopping.abort();
      const over = new AbortController();
      const finished = finish().then(() => true);
      const patience = world.clock.sleep(stopPatienceMs, over.signal).then(() => false);
      const inTime = await Promise.race([finished, patience]);
      over.abort();
      if (!inTime) log.warn({}, 'stopped with work at hand: another broker goes on from the rows');
    },
  };

  async function finish(): Promise<void> {
    await consoles?.close();
    await relays.close();
    await listener.close();
    await runner.stop();
    await chores.stop();
    await lanes.close();
    await ops.close();
  }
}

/** Grants whose time is over become due; of a site that observes, nothing does. */
function preparation(parts: BrokerParts): () => Promise<void> {
  const { db, siteId, actor, gate } = parts;
  const expire = expireGrants(parts);
  return async () => {
    await gate.look();
    await recordRemovals(parts);
    if (gate.observing) await refuseWaitingRequests(db, { siteId, actor });
    else await expire();
  };
}

/** Whether ends can be recorded is what the watch is about: a look that fails for any reason counts. */
async function watched(watch: DatabaseWatch, clock: Clock, look: () => Promise<void>): Promise<void> {
  const askedAtMs = clock.now();
  try {
    await look();
    watch.answered(askedAtMs);
  } catch (error) {
    watch.failed();
    throw error;
  }
}

/** Claims nothing that the gate would refuse: attempts are not used up by it. */
function restingWhileObserving(queue: Queue, gate: SiteGate): Queue {
  return { ...queue, claim: async (most) => (gate.observing ? [] : queue.claim(most)) };
}

/** Less than the 30 s that a supervisor gives before it kills. A BMC that answers nothing takes longer. */
const stopPatienceMs = 20_000;

/** The portal seals to the site's public key, so a broker with another private key would open nothing. */
async function joinSite(world: BrokerWorld, metrics: BrokerMetrics): Promise<string> {
  const { settings, db, vault } = world;
  const site = await awaitDatabase({ ...world, metrics }, () => readSite(db.client, { slug: settings.site }));
  if (site === undefined) {
    throw new BrokerStartError(`There is no site "${settings.site}" in the database. Check POSTERN_SITE.`);
  }
  if (await claimSiteKey(db.client, { siteId: site.id, publicKey: vault.sitePublicKey })) return site.id;
  throw new BrokerStartError(
    `Site "${settings.site}" uses another key than this broker holds: the stored credentials of its BMCs could not be opened. Give this broker the site's key file (POSTERN_SITE_KEY_FILE).`,
  );
}

function listenForWork(
  settings: BrokerSettings,
  to: {
    readonly siteId: string;
    readonly wake: () => void;
    readonly feed: ReturnType<typeof createChangeFeed>;
    readonly log: Logger;
  },
): Listener {
  return listen({
    url: settings.databaseUrl,
    role: settings.databaseRole,
    channels: [workChannel, changesChannel],
    onNotification(channel, payload) {
      if (channel === changesChannel) to.feed.publish(payload);
      else if (payload === to.siteId) {
        to.wake();
        // Somebody may have lost his rights: that has no change notice of its own.
        to.feed.resync();
      }
    },
    onReconnect() {
      to.wake();
      to.feed.resync();
    },
    onError: (error) => to.log.warn({ error: loggableError(error) }, 'the connection for notices broke'),
  });
}

function createChangeFeed(log: Logger): ChangeFeed & { publish(payload: string): void; resync(): void } {
  const listeners = new Set<Parameters<ChangeFeed['subscribe']>[0]>();
  return {
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    publish(payload) {
      const change = liveChange.safeParse(safeJson(payload));
      if (!change.success) {
        log.warn({}, 'a change notice that is none was ignored');
        return;
      }
      for (const listener of listeners) listener.onChange(change.data);
    },
    resync() {
      for (const listener of listeners) listener.onResync();
    },
  };
}

function safeJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function startOps(
  { settings, db }: BrokerWorld,
  { metrics, isUp }: { readonly metrics: BrokerMetrics; readonly isUp: () => boolean },
): Promise<OpsServer> {
  return startOpsServer({
    host: settings.opsHost,
    port: settings.opsPort,
    registry: metrics.registry,
    async isReady() {
      await db.client.$queryRaw`select 1`;
      return isUp();
    },
  });
}
