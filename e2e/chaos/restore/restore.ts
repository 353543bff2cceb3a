/**
 * Postgres is put back to a state from before: what was granted since is lost from the rows, and stands on the BMCs. The
 * broker notices by its own journal, observes, and writes nothing to any BMC; once a person has confirmed, all accounts
 * of the lost window are found by their names and removed, and those that the rows still know stay.
 */
import { confirmObservation, listObservations } from '@postern/database';
import {
  createTestSite,
  namesOn,
  type TestServer,
  type TestSite,
  until,
  untilState,
} from '../../../apps/broker/test/support/site.ts';
import { startOwnPostgres } from '../parts/own-postgres.ts';
import { brokenChain } from '../parts/what-is-left.ts';
import type { Outcome, Scenario, Trial } from '../scenario.ts';

const grants = { quick: { kept: 2, lost: 4 }, full: { kept: 20, lost: 200 } } as const;
const watchMs = 4_000;
const removedWithinMs = 120_000;
const writes = ['set-user-name', 'set-user-password', 'set-user-access', 'set-user-payload-access'] as const;

export const restore: Scenario = {
  name: 'restore',
  promise:
    'After a restore nothing is written to a BMC until that is confirmed; then lost accounts are removed.',
  async run(trial: Trial): Promise<Outcome> {
    const postgres = await startOwnPostgres();
    const site = await createTestSite(postgres.database);
    try {
      const first = await site.start();
      const kept = await makeAccess(site, grants[trial.size].kept);
      await postgres.stop();
      await postgres.backUp();
      await postgres.start();
      const lost = await makeAccess(site, grants[trial.size].lost);
      await first.stop();
      await postgres.stop();
      await postgres.restore();
      await postgres.start();
      trial.say(`${lost.length} accounts stand on BMCs that the restored rows do not know`);

      const before = countWrites([...kept, ...lost]);
      await retried(() => site.start());
      const observation = await until(
        async () => (await retried(() => listObservations(site.owner.client)))[0],
        30_000,
      );
      await new Promise((resolve) => setTimeout(resolve, watchMs));
      const written = countWrites([...kept, ...lost]) - before;
      const { siteId } = site;
      await confirmObservation(site.owner.client, { siteId, since: observation.since });
      const left = await untilRemoved(lost);
      const violations = [
        ...(written > 0 ? [`${written} writes to BMCs while the site observed`] : []),
        ...left.map((name) => `${name} of the lost window is still on its BMC`),
        ...kept.flatMap(({ bmc }) =>
          namesOn(bmc).length === 2 ? [] : ['an account that the rows know is gone'],
        ),
        ...(await brokenChain(site)),
      ];
      return { figures: { 'lost accounts': lost.length, 'kept accounts': kept.length, written }, violations };
    } finally {
      await site.close();
    }
  },
};

async function makeAccess(site: TestSite, count: number): Promise<readonly TestServer[]> {
  const made = await Promise.all(
    Array.from({ length: count }, async () => {
      const server = await retried(() => site.addServer());
      return { server, grantId: await retried(() => site.requestGrant(server)) };
    }),
  );
  for (const { grantId } of made) await untilState(site, grantId, 'active', 60_000);
  return made.map(({ server }) => server);
}

/** The first statement on a connection from before a restart fails. */
async function retried<T>(work: () => Promise<T>): Promise<T> {
  for (let run = 1; ; run += 1) {
    try {
      return await work();
    } catch (error) {
      if (run === 20) throw error;
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  }
}

function countWrites(servers: readonly TestServer[]): number {
  return servers
    .flatMap(({ bmc }) => writes.map((name) => bmc.effects.received.get(name) ?? 0))
    .reduce((sum, count) => sum + count, 0);
}

async function untilRemoved(servers: readonly TestServer[]): Promise<string[]> {
  const left = () => servers.flatMap(({ bmc }) => namesOn(bmc).filter((name) => name !== 'ADMIN'));
  const giveUpAt = performance.now() + removedWithinMs;
  while (left().length > 0 && performance.now() < giveUpAt)
    await new Promise((resolve) => setTimeout(resolve, 200));
  return left();
}
