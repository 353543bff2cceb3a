/**
 * A BMC that is away when its grant ends, for a minute, twenty minutes, a day and a week. Postern never gives up: it is
 * overdue after two minutes, calls somebody after ten, tries again at most 45 s later in the first hour and at most five
 * minutes later after it, and removes the account when the BMC is back. Time passes by moving the instants of the row
 * into the past (`parts/pass-time.ts`); each attempt is a real one on a BMC that is really silent.
 */
import {
  createTestSite,
  type TestServer,
  type TestSite,
  until,
  untilState,
} from '../../../apps/broker/test/support/site.ts';
import { collectIssuedLogins } from '../parts/issued-logins.ts';
import { passTime } from '../parts/pass-time.ts';
import { untilOver, whatIsLeft } from '../parts/what-is-left.ts';
import type { Outcome, Scenario, Trial } from '../scenario.ts';

const minute = 60;
const absences = {
  quick: [minute, 7 * 24 * 60 * minute],
  full: [minute, 20 * minute, 24 * 60 * minute, 7 * 24 * 60 * minute],
} as const;

const mostBetweenAttempts = { firstHour: 45, later: 300 } as const;
/** The retry is due by then; the attempt itself takes seconds. */
const goneWithinSeconds = 60;

export const bmcAway: Scenario = {
  name: 'bmc-away',
  promise:
    'A BMC that is away at the end is tried until it is back, however long that takes, and people are told.',
  async run(trial: Trial): Promise<Outcome> {
    const site = await createTestSite();
    const logins = collectIssuedLogins(site);
    try {
      await site.start();
      const violations: string[] = [];
      let attempts = 0;
      for (const seconds of absences[trial.size]) {
        const absence = await stayAway(site, seconds, trial);
        attempts += absence.attempts;
        violations.push(...absence.violations);
        const grant = { ...absence, story: `away for ${seconds / minute} min` };
        violations.push(...(await untilOver(site, [grant], goneWithinSeconds * 1_000)));
        violations.push(...(await whatIsLeft(site, [grant], logins)));
        trial.say(`${grant.story}: ${absence.attempts} attempts, gone after its return`);
      }
      return { figures: { absences: absences[trial.size].length, attempts }, violations };
    } finally {
      await logins.stop();
      await site.close();
    }
  },
};

interface Absence {
  readonly server: TestServer;
  readonly grantId: string;
  readonly attempts: number;
  readonly violations: readonly string[];
}

async function stayAway(site: TestSite, seconds: number, trial: Trial): Promise<Absence> {
  const server = await site.addServer();
  const grantId = await site.requestGrant(server, 1);
  await untilState(site, grantId, 'active');
  server.bmc.faults.hang = true;
  const violations: string[] = [];
  let away = 0;
  let attempts = 0;
  while (away < seconds) {
    const waitSeconds = await nextAttempt(site, grantId, attempts);
    attempts += 1;
    const most = away < 60 * minute ? mostBetweenAttempts.firstHour : mostBetweenAttempts.later;
    if (waitSeconds > most) violations.push(`after ${away} s the next attempt was ${waitSeconds} s away`);
    // The quick size goes through the first minutes attempt by attempt, and then sleeps.
    const sleeps = trial.size === 'quick' && away >= 12 * minute && away + waitSeconds < seconds;
    const passed = sleeps ? seconds - away : waitSeconds;
    await passTime(site, grantId, passed);
    away += passed;
    violations.push(...(await checkTold(site, grantId, away)));
  }
  server.bmc.faults.hang = false;
  return { server, grantId, attempts, violations };
}

/** Waits until one more attempt has failed; returns the seconds until the one after it. */
async function nextAttempt(site: TestSite, grantId: string, attempts: number): Promise<number> {
  return until(async () => {
    const [row] = await site.owner.client.$queryRaw<{ wait: number }[]>`
      select extract(epoch from next_attempt_at - now())::float8 as wait from access_grant
       where id = ${grantId}::uuid and state = 'revoking' and claimed_by is null and attempts > ${attempts}
         and last_error_code is not null`;
    return row === undefined ? undefined : Math.max(0.1, row.wait);
  }, 60_000);
}

/** With half a minute to spare: the chore that tells looks every five seconds of real time. */
async function checkTold(site: TestSite, grantId: string, away: number): Promise<string[]> {
  const due = [
    { type: 'grant.revocation-overdue', after: 2 * minute },
    { type: 'grant.revocation-page', after: 10 * minute },
  ].filter(({ after }) => away > after);
  const missing: string[] = [];
  for (const { type } of due) {
    const told = await until(async () => (await site.auditOf(grantId)).includes(type), 20_000).catch(
      () => false,
    );
    if (!told) missing.push(`${away} s after the end there is no ${type}`);
  }
  return missing;
}
