/** A broker whose only way to the database is a cable that can be pulled. */
import { createDatabase, listAccountsToJournal } from '@postern/database';
import type { Journal } from '../../src/journal/journal.ts';
import type { Broker } from '../../src/start-broker.ts';
import { type SwitchableProxy, startSwitchableProxy } from '../console-switchable-proxy.ts';
import { type TestSite, until } from './site.ts';

export interface CabledBroker {
  /** Stopping it puts the cable back first: a broker says goodbye to its database. */
  readonly broker: Broker;
  readonly journal: Journal;
  readonly cable: SwitchableProxy;
}

/** The real one waits for half a minute, so that a restart of Postgres is not taken for an outage. */
const impatiently = { patienceMs: 500, marginMs: 200, othersWaitMs: 0 };

/** A broker that starts while its cable is out resolves `started` once it is in again. */
export async function startOnDeadCable(site: TestSite, name: string) {
  const { world, cable } = await cabledWorld(site, name);
  cable.switchOff();
  return { journal: world.journal, cable, started: site.start(world) };
}

export async function startOnCable(site: TestSite, name: string): Promise<CabledBroker> {
  const { world, cable } = await cabledWorld(site, name);
  const started = await site.start(world);
  async function stop(): Promise<void> {
    cable.switchOn();
    await started.stop();
    await cable.close();
  }
  return { broker: { ...started, stop }, journal: world.journal, cable };
}

async function cabledWorld(site: TestSite, name: string) {
  const url = new URL(site.url);
  const cable = await startSwitchableProxy({ host: url.hostname, port: Number(url.port) });
  url.hostname = '127.0.0.1';
  url.port = String(cable.port);
  const db = createDatabase({
    url: url.href,
    role: 'postern_broker',
    maxConnections: 6,
    silentAfterMs: 2_000,
  });
  const world = await site.brokerWorld({ name, db, awayPolicy: impatiently });
  return { world: { ...world, settings: { ...world.settings, databaseUrl: url.href } }, cable };
}

/** The journal knows the end that the row has now. */
export async function untilFollowed(site: TestSite, journal: Journal, grantId: string): Promise<void> {
  await until(async () => {
    const rows = await listAccountsToJournal(site.owner.client, { siteId: site.siteId });
    const left = rows.find((row) => row.grantId === grantId)?.secondsLeft;
    const known = [...journal.state.live.values()].find((account) => account.grantId === grantId);
    if (known === undefined || left === undefined) return false;
    const due = journal.dueAt(known);
    if (left === null || due === undefined) return left === null && due === undefined;
    return Math.abs(due - journal.clock.now() - left * 1_000) < 1_000;
  });
}
