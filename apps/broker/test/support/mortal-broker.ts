/** A broker whose every await can be its last: it hangs there for ever, as a killed process would. */
import { type Database, registerBroker } from '@postern/database';
import type { BrokerParts } from '../../src/broker-parts.ts';
import { monotonicClock } from '../../src/console/clock.ts';
import { createMetrics } from '../../src/metrics.ts';
import { createSiteGate } from '../../src/observation/site-gate.ts';
import { createBmcLanes } from '../../src/provisioning/bmc-lanes.ts';
import type { BmcDriver } from '../../src/provisioning/drivers.ts';
import { createRelayDesk, type RelayDesk } from '../../src/relay/relay-desk.ts';
import { createRelayMetrics } from '../../src/relay/relay-metrics.ts';
import type { BrokerWorld } from '../../src/start-broker.ts';
import type { TestSite } from './site.ts';

/** Counts moments, and stops the world at one of them. */
export interface Fate {
  readonly moments: string[];
  pass(moment: string): Promise<void>;
  readonly died: Promise<void>;
  /** From here on every moment is an error: what still runs comes to its end. */
  bury(): void;
}

export function fateAt(deathly: number | undefined): Fate {
  const moments: string[] = [];
  let die = (): void => undefined;
  let buried = false;
  const died = new Promise<void>((resolve) => {
    die = resolve;
  });
  return {
    moments,
    died,
    bury() {
      buried = true;
    },
    pass(moment) {
      if (buried) return Promise.reject(new Error('dead'));
      moments.push(moment);
      if (moments.length - 1 !== deathly) return Promise.resolve();
      die();
      return new Promise(() => undefined);
    },
  };
}

type AnyFunction = (...args: never[]) => Promise<unknown>;

/** The same object, each of whose promises can be the last thing that happens: before it, or after it. */
function mortal<T extends object>(target: T, name: string, fate: Fate, only?: readonly string[]): T {
  return new Proxy(target, {
    get(object, property) {
      const value: unknown = Reflect.get(object, property);
      const label = `${name}.${String(property)}`;
      if (typeof value === 'object' && value !== null && only === undefined)
        return mortal(value, label, fate);
      if (typeof value !== 'function') return value;
      const bound = (value as AnyFunction).bind(object);
      if (only !== undefined && !only.includes(String(property))) return bound;
      return async (...args: never[]) => {
        await fate.pass(`before ${label}`);
        const result = await bound(...args);
        await fate.pass(`after ${label}`);
        return result;
      };
    },
  });
}

function mortalDatabase(db: Database, fate: Fate): Database {
  return {
    client: mortal(db.client, 'db', fate, ['$queryRaw', '$executeRaw']),
    // Inside a transaction a crash is a rollback, the same as one before it.
    async transaction(work) {
      await fate.pass('before transaction');
      const result = await db.transaction(work);
      await fate.pass('after transaction');
      return result;
    },
    close: () => db.close(),
  };
}

function mortalDriver(driver: BmcDriver, fate: Fate): BmcDriver {
  return {
    ...driver,
    async open(target, guard) {
      const bmc = await driver.open(target, guard);
      await fate.pass('after open');
      return bmc.protocol === 'ipmi'
        ? { ...bmc, accounts: mortal(bmc.accounts, 'accounts', fate) }
        : { ...bmc, accounts: mortal(bmc.accounts, 'accounts', fate) };
    },
    async checkLogin(target) {
      const verdict = await driver.checkLogin(target);
      await fate.pass('after checkLogin');
      return verdict;
    },
  };
}

/** A desk that looks only when it is told to. */
export function relayDeskOf(
  deps: Omit<Parameters<typeof createRelayDesk>[0], 'settings' | 'actor' | 'clock' | 'metrics'> & {
    readonly settings: BrokerWorld['settings'];
  },
): RelayDesk {
  return createRelayDesk({
    ...deps,
    settings: deps.settings.relay,
    actor: { kind: 'broker', id: deps.brokerId, name: deps.settings.name },
    clock: monotonicClock,
    metrics: createRelayMetrics(createMetrics().registry),
  });
}

/** A broker with nothing but its hands: no loops, so that its moments are the same each time. */
export async function mortalBroker(
  site: TestSite,
  fate: Fate,
): Promise<BrokerParts & { bury(): Promise<void> }> {
  const world = await site.brokerWorld({ name: 'broker-1' });
  const { brokerId } = await registerBroker(world.db.client, {
    siteId: site.siteId,
    name: 'broker-1',
    version: '0',
    consoleUrl: 'ws://localhost',
    guacdAvailable: false,
  });
  const db = mortalDatabase(world.db, fate);
  const driver = mortalDriver(world.driver, fate);
  const metrics = createMetrics();
  const actor = { kind: 'broker', id: brokerId, name: 'broker-1' } as const;
  const { siteId } = site;
  const gate = createSiteGate({ ...world, db, siteId, siteName: 'fra1', actor, metrics });
  const deps = { ...world, db, driver, brokerId, brokerName: 'broker-1', metrics, gate };
  const relays = relayDeskOf({ ...deps, siteId });
  return {
    ...deps,
    siteId,
    actor,
    lanes: createBmcLanes(deps),
    relays,
    stopping: new AbortController().signal,
    /** The kernel closes a dead process's sockets. */
    async bury() {
      await world.driver.close();
      await world.db.close();
      await world.journal.close();
      // The dead write nothing into their rows.
      fate.bury();
      void relays.close();
    },
  };
}
