/**
 * Everything ends at one instant: grants by the thousand with one `ends_at`, on BMCs that take one to three seconds for
 * every answer, some of which answer nothing at all. The other accounts are not live after 30 s (half of them), 90 s
 * (99 of 100) and 180 s (the last), while the portal answers within 500 ms and the broker stays below a GiB. "Not live"
 * is what the BMC's own user table says, sampled ten times a second in the process that holds the BMCs. The proof comes
 * later: to read all users of such a BMC takes a minute or two.
 */
import { bmcLogin, canLogIn, createTestSite, type TestSite } from '../../../apps/broker/test/support/site.ts';
import { type BrokerProcess, spawnBroker } from '../crash/spawn-broker.ts';
import { insertActiveGrants } from '../parts/many-grants.ts';
import { percentile } from '../parts/percentile.ts';
import { processCost } from '../parts/process-cost.ts';
import type { Figures, Outcome, Scenario, Trial } from '../scenario.ts';
import { startPortalProbe } from './portal-probe.ts';
import { type FleetProcess, spawnFleet } from './spawn-fleet.ts';

/** Seconds after the end at which so many are not live, and what the portal and the broker may take. */
const bounds = { p50: 30, p99: 90, max: 180, portalP95Ms: 500, brokerMiB: 1_024 } as const;

interface Load {
  readonly grants: number;
  readonly blackHoles: number;
}

const loads: Record<Trial['size'], readonly Load[]> = {
  quick: [{ grants: 150, blackHoles: 30 }],
  full: [
    { grants: 100, blackHoles: 0 },
    { grants: 1_000, blackHoles: 0 },
    { grants: 2_000, blackHoles: 400 },
    { grants: 5_000, blackHoles: 0 },
    { grants: 10_000, blackHoles: 0 },
    { grants: 10_000, blackHoles: 2_000 },
  ],
};

export const massExpiry: Scenario = {
  name: 'mass-expiry',
  promise:
    'However many grants end at one instant, the BMCs set the pace, not the broker, and dead BMCs delay nobody.',
  async run(trial: Trial): Promise<Outcome> {
    const figures: Record<string, Figures[string]> = {};
    const violations: string[] = [];
    for (const load of loads[trial.size]) {
      const name = `${load.grants}${load.blackHoles > 0 ? ` (${load.blackHoles} dead)` : ''}`;
      const measured = await expireTogether(trial, load);
      const text = Object.entries(measured).map(([what, value]) => `${what} ${value}`);
      trial.say(`${name}: ${text.join(', ')}`);
      figures[name] = text.join(' ');
      violations.push(...judge({ name, load, measured, paceCounts: trial.size === 'full' }));
    }
    return { figures, violations };
  },
};

type Measured = Awaited<ReturnType<typeof expireTogether>>;

interface Verdict {
  readonly name: string;
  readonly load: Load;
  readonly measured: Measured;
  /** On a machine that is busy with other tests a second is not a second. */
  readonly paceCounts: boolean;
}

function judge({ name, load, measured, paceCounts }: Verdict): string[] {
  const pace = [
    measured.p50 > bounds.p50 && `half were live ${measured.p50} s after the end`,
    measured.p99 > bounds.p99 && `one of a hundred was live ${measured.p99} s after the end`,
    measured.portalP95Ms > bounds.portalP95Ms && `the portal took ${measured.portalP95Ms} ms`,
  ];
  const broken = [
    ...(paceCounts ? pace : []),
    measured.max > bounds.max && `the last was live ${measured.max} s after the end`,
    measured.gone < load.grants - load.blackHoles && `only ${measured.gone} of the others were not live`,
    measured.brokerMiB > bounds.brokerMiB && `the broker took ${measured.brokerMiB} MiB`,
    measured.proven === 0 && 'no grant was ever proven gone',
    measured.logIns > 0 && `${measured.logIns} of a sample still log in`,
  ];
  return broken.flatMap((text) => (text === false ? [] : [`${name}: ${text}`]));
}

async function expireTogether(trial: Trial, load: Load) {
  const site = await createTestSite();
  const fleet = spawnFleet();
  let broker: BrokerProcess | undefined;
  try {
    const { accounts } = await fleet.ask(
      {
        kind: 'start',
        count: load.grants,
        blackHoles: load.blackHoles,
        seed: trial.chance.integer(1, 1e6),
        roundTripMs: [1_000, 3_000],
        login: { name: bmcLogin.username, password: bmcLogin.password },
      },
      'started',
    );
    broker = await spawnBroker(site, { timing: {} });
    // The rows come after the broker's first look at all BMCs of its site: it has been up for long.
    const endsAt = new Date(Date.now() + 4_000 + load.grants * 2);
    await insertActiveGrants(site, accounts, endsAt);
    if (Date.now() > endsAt.getTime()) throw new Error('the rows were not written before the end');
    const before = { broker: processCost(broker.child.pid ?? 0), fleet: processCost(fleet.pid) };
    fleet.tell({ kind: 'watch', endsAtMs: endsAt.getTime() });
    const probe = startPortalProbe(site);
    const goneAfterMs = await untilAllGone(fleet, load, endsAt);
    const portal = await probe.stop();
    const proven = await untilSomeProven(site, Math.ceil((load.grants - load.blackHoles) / 20));
    const alive = accounts.slice(load.blackHoles);
    const logIns = await countLogIns(trial.chance.sample(alive, 3));
    return {
      gone: goneAfterMs.length,
      p50: seconds(percentile(goneAfterMs, 0.5)),
      p99: seconds(percentile(goneAfterMs, 0.99)),
      max: seconds(Math.max(...goneAfterMs)),
      proven,
      portalP95Ms: Math.round(percentile(portal, 0.95)),
      brokerMiB: Math.round(processCost(broker.child.pid ?? 0).peakMiB),
      brokerCpu: seconds((processCost(broker.child.pid ?? 0).cpuSeconds - before.broker.cpuSeconds) * 1_000),
      fleetCpu: seconds((processCost(fleet.pid).cpuSeconds - before.fleet.cpuSeconds) * 1_000),
      logIns,
    };
  } finally {
    await broker?.kill();
    await fleet.kill();
    await site.close();
  }
}

async function untilAllGone(fleet: FleetProcess, load: Load, endsAt: Date): Promise<number[]> {
  const giveUpAt = endsAt.getTime() + (bounds.max + 60) * 1_000;
  for (;;) {
    const { goneAfterMs } = await fleet.ask({ kind: 'report' }, 'report');
    const gone = goneAfterMs.filter((ms) => ms !== null);
    if (gone.length >= load.grants - load.blackHoles || Date.now() > giveUpAt) return gone;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}

/** With real logins, at BMCs that take their time. */
async function countLogIns(
  accounts: readonly { readonly port: number; readonly username: string; readonly password: string }[],
): Promise<number> {
  const tried = await Promise.all(
    accounts.map((account) => canLogIn({ host: '127.0.0.1', port: account.port }, account, {})),
  );
  return tried.filter(Boolean).length;
}

/**
 * To read the users of such a BMC takes longer than a lease lasts: whoever loses it meanwhile never gets to the proof. The
 * quickest BMCs show that it holds.
 */
async function untilSomeProven(site: TestSite, some: number): Promise<number> {
  const giveUpAt = Date.now() + 180_000;
  for (;;) {
    const proven = await site.owner.client.grant.count({ where: { state: 'revoked' } });
    if (proven >= some || Date.now() > giveUpAt) return proven;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}

function seconds(ms: number): number {
  return Math.round(ms / 100) / 10;
}
