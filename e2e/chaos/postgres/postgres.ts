/**
 * Postgres restarts again and again, with and without a warning, in the middle of everything, while grants come and go.
 * No grant is lost, none gets two accounts at once, each that was revoked is recorded so once, and the audit chain holds.
 * Postgres is durable here, as in production: what it has confirmed is there after a crash.
 */
import { createTestSite, type TestSite } from '../../../apps/broker/test/support/site.ts';
import { collectIssuedLogins } from '../parts/issued-logins.ts';
import { type OwnPostgres, startOwnPostgres } from '../parts/own-postgres.ts';
import { type GrantOnServer, untilOver, whatIsLeft } from '../parts/what-is-left.ts';
import type { Outcome, Scenario, Trial } from '../scenario.ts';

const restarts = { quick: 3, full: 500 } as const;
const grantsPerRestart = 8;
const overAfterMs = 150_000;

export const postgres: Scenario = {
  name: 'postgres',
  promise: 'However often Postgres restarts, no grant is lost, none has two accounts, and all of them end.',
  async run(trial: Trial): Promise<Outcome> {
    const server = await startOwnPostgres();
    const site = await createTestSite(server.database);
    const logins = collectIssuedLogins(site);
    const grants: GrantOnServer[] = [];
    try {
      await site.start();
      for (let restart = 0; restart < restarts[trial.size]; restart += 1) {
        for (let index = 0; index < grantsPerRestart; index += 1) grants.push(await requestGrant(site));
        await new Promise((resolve) => setTimeout(resolve, trial.chance.integer(0, 2_000)));
        await restartPostgres(server, trial);
        trial.say(`${restart + 1} restarts, ${grants.length} grants`);
      }
      await onceMore(() => site.owner.client.$queryRaw`select 1`);
      const violations = await untilOver(site, grants, overAfterMs);
      violations.push(...(await whatIsLeft(site, grants, logins)), ...(await doubleAccounts(site)));
      return { figures: { restarts: restarts[trial.size], grants: grants.length }, violations };
    } finally {
      await logins.stop();
      await site.close();
    }
  },
};

async function requestGrant(site: TestSite): Promise<GrantOnServer> {
  const server = await onceMore(() => site.addServer());
  return {
    server,
    grantId: await onceMore(() => site.requestGrant(server, 1)),
    story: 'a grant while Postgres restarts',
  };
}

/** The first statement on a connection from before the restart fails, here as in the product. */
async function onceMore<T>(work: () => Promise<T>): Promise<T> {
  const giveUpAt = performance.now() + 20_000;
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (performance.now() > giveUpAt) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}

async function restartPostgres(server: OwnPostgres, { chance }: Trial): Promise<void> {
  if (chance.next() < 0.5) await server.crash();
  else await server.stop();
  await new Promise((resolve) => setTimeout(resolve, chance.integer(0, 1_500)));
  await server.start();
}

async function doubleAccounts(site: TestSite): Promise<string[]> {
  const rows = await site.owner.client.$queryRaw<{ grantId: string; accounts: number }[]>`
    select grant_id as "grantId", count(*)::int as accounts from account group by grant_id having count(*) > 1`;
  return rows.map(({ grantId, accounts }) => `${grantId} had ${accounts} accounts`);
}
