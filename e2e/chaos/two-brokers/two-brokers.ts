/**
 * Two brokers on one site. One is stopped (SIGSTOP) in the middle of a grant, at every kind of moment; its lease and its
 * claim run out, the other goes on, and then the first one wakes up. From then on it writes nothing to that BMC: what
 * the BMC receives is counted, not what the broker says.
 */
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import {
  createTestSite,
  type TestServer,
  type TestSite,
  until,
} from '../../../apps/broker/test/support/site.ts';
import { describePoint, listPoints, type Point, subjectOf } from '../crash/points.ts';
import { type BrokerProcess, spawnBroker } from '../crash/spawn-broker.ts';
import { collectIssuedLogins } from '../parts/issued-logins.ts';
import { retireServers } from '../parts/retire-servers.ts';
import { untilOver, whatIsLeft } from '../parts/what-is-left.ts';
import type { Outcome, Scenario, Trial } from '../scenario.ts';

const runs = { quick: 3, full: 1_000 } as const;
const writes = ['set-user-name', 'set-user-password', 'set-user-access', 'set-user-payload-access'] as const;
/** The stale one is watched so long: each of its calls to a BMC gives up sooner. */
const watchMs = 1_500;

export const twoBrokers: Scenario = {
  name: 'two-brokers',
  promise: 'A broker that slept through a takeover writes nothing to the BMC when it wakes up.',
  async run(trial: Trial): Promise<Outcome> {
    const site = await createTestSite();
    const logins = collectIssuedLogins(site);
    const violations: string[] = [];
    let slept = 0;
    try {
      const points = await listPoints(site);
      for (let run = 0; run < runs[trial.size]; run += 1) {
        const outcome = await sleepThroughTakeover(site, trial.chance.pick(points));
        slept += outcome.slept ? 1 : 0;
        violations.push(...outcome.violations, ...(await whatIsLeft(site, [outcome.grant], logins)));
        await retireServers(site, [outcome.grant.server]);
      }
      trial.say(`${slept} of ${runs[trial.size]} runs slept through a takeover`);
      return { figures: { runs: runs[trial.size], slept }, violations };
    } finally {
      await logins.stop();
      await site.close();
    }
  },
};

async function sleepThroughTakeover(site: TestSite, point: Point) {
  const server = await site.addServer();
  const grantId = randomUUID();
  const grant = { server, grantId, story: `SIGSTOP ${describePoint(point)}` };
  const sleeper = await spawnBroker(site, { name: 'sleeper' });
  sleeper.order({ subject: subjectOf(server, grantId), point, signal: 'SIGSTOP' });
  await site.requestGrant(server, 1, grantId);
  const slept = await Promise.race([
    untilStopped(sleeper).then(() => true),
    untilOver(site, [grant], 30_000).then(() => false),
  ]);
  await letHoldsLapse(site, server, grantId);
  const other = await site.start({ name: 'other' });
  const violations = await untilOver(site, [grant], 60_000);

  const before = writesTo(server);
  sleeper.child.kill('SIGCONT');
  await new Promise((resolve) => setTimeout(resolve, watchMs));
  if (writesTo(server) > before) violations.push(`${grant.story}: the stale broker wrote to the BMC`);
  await sleeper.kill();
  await other.stop();
  return { grant, slept, violations };
}

async function untilStopped({ child }: BrokerProcess): Promise<void> {
  await until(async () => / T /.test(readFileSync(`/proc/${child.pid}/stat`, 'utf8')), 40_000);
}

/** As five minutes of sleep would: what is held for thirty seconds runs out. A connection that sleeps holds row locks. */
async function letHoldsLapse(site: TestSite, server: TestServer, grantId: string): Promise<void> {
  const { client } = site.owner;
  await client.$executeRaw`
    select pg_terminate_backend(pid) from pg_stat_activity
     where datname = current_database() and state = 'idle in transaction'`;
  await client.$executeRaw`update bmc_lease set expires_at = now() where bmc_id = ${server.bmcId}::uuid`;
  await client.$executeRaw`update access_grant set claimed_until = now() where id = ${grantId}::uuid`;
}

function writesTo({ bmc }: TestServer): number {
  return writes.reduce((sum, name) => sum + (bmc.effects.received.get(name) ?? 0), 0);
}
