/**
 * The clock of a broker's host is wrong by an hour or a day, either way. The database's clock decides: no grant lives
 * longer than it was granted by that clock and a minute, none ends before, and the offset is measured, stands in the
 * broker's row and in its metric. The broker's processes run with a `Date` that is moved; their monotonic clock, which
 * times what they wait for, no wrong setting of the host's clock can move.
 */
import { createTestSite, type TestSite, until } from '../../../apps/broker/test/support/site.ts';
import { type BrokerProcess, spawnBroker } from '../crash/spawn-broker.ts';
import { collectIssuedLogins } from '../parts/issued-logins.ts';
import { type GrantOnServer, untilOver, whatIsLeft } from '../parts/what-is-left.ts';
import type { Outcome, Scenario, Trial } from '../scenario.ts';

const hour = 3_600_000;
const offsets = { quick: [-24 * hour, hour], full: [-24 * hour, -hour, hour, 24 * hour] } as const;
const grantsPerOffset = { quick: 3, full: 25 } as const;
const grantSeconds = 2;
const endedWithinSeconds = 60;

export const clock: Scenario = {
  name: 'clock',
  promise: 'A broker whose clock is wrong by an hour or a day neither prolongs nor shortens any access.',
  async run(trial: Trial): Promise<Outcome> {
    const site = await createTestSite();
    const logins = collectIssuedLogins(site);
    const violations: string[] = [];
    const lateness: number[] = [];
    try {
      for (const offsetMs of offsets[trial.size]) {
        const broker = await spawnBroker(site, { clockOffsetMs: offsetMs });
        const grants = await liveWith(site, trial, broker, offsetMs);
        violations.push(...grants.violations, ...(await whatIsLeft(site, grants.grants, logins)));
        lateness.push(...grants.lateness);
        trial.say(`a clock that is wrong by ${offsetMs / hour} h: ${grants.grants.length} grants`);
      }
      const figures = { offsets: offsets[trial.size].length, 'latest end s': Math.max(...lateness) };
      return { figures, violations };
    } finally {
      await logins.stop();
      await site.close();
    }
  },
};

async function liveWith(site: TestSite, trial: Trial, broker: BrokerProcess, offsetMs: number) {
  const grants: GrantOnServer[] = [];
  for (let index = 0; index < grantsPerOffset[trial.size]; index += 1) {
    const server = await site.addServer();
    const grantId = await site.requestGrant(server, grantSeconds);
    grants.push({ server, grantId, story: `a clock wrong by ${offsetMs / hour} h` });
  }
  const violations = await untilOver(site, grants, (grantSeconds + endedWithinSeconds) * 1_000);
  const ended = await Promise.all(grants.map(({ grantId }) => site.grant(grantId)));
  // On a busy machine a BMC may have seemed away: then there was no access, and nothing to end.
  const rows = ended.filter(({ state }) => state === 'revoked');
  if (rows.length === 0) violations.push('no access was made: nothing was shown');
  const lateness = rows.map(
    ({ endsAt, revokedAt }) => ((revokedAt?.getTime() ?? 0) - (endsAt?.getTime() ?? 0)) / 1_000,
  );
  for (const [index, { startsAt, endsAt }] of rows.entries()) {
    const granted = ((endsAt?.getTime() ?? 0) - (startsAt?.getTime() ?? 0)) / 1_000;
    const late = lateness[index] ?? Number.NaN;
    if (granted !== grantSeconds) violations.push(`a grant of ${grantSeconds} s was given ${granted} s`);
    if (!(late >= 0 && late <= endedWithinSeconds)) violations.push(`a grant ended ${late} s after its end`);
  }
  const measured = await measuredOffset(site, offsetMs);
  if (!measured) violations.push(`an offset of ${offsetMs} ms does not stand in the broker's row`);
  await broker.kill();
  return { grants, violations, lateness };
}

function measuredOffset(site: TestSite, offsetMs: number): Promise<boolean> {
  return until(async () => {
    const [row] = await site.owner.client.$queryRaw<{ offset: number }[]>`
      select clock_offset_ms::float8 as offset from broker where name = 'broker-1'`;
    return row !== undefined && Math.abs(row.offset - offsetMs) < 5_000;
  }, 15_000).catch(() => false);
}
