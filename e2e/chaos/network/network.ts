/**
 * A bad management network: of ten datagrams one is lost each way (three in the full size), each takes 50 to 150 ms, one
 * of twenty comes twice. Every access that is made is taken away again, and when the broker has stopped no BMC holds a
 * session of it.
 */
import { habits } from '@postern/bmc/testing';
import { createBmcDriver } from '../../../apps/broker/src/provisioning/drivers.ts';
import { createTestSite, type TestServer, type TestSite } from '../../../apps/broker/test/support/site.ts';
import { collectIssuedLogins } from '../parts/issued-logins.ts';
import { type GrantOnServer, untilOver, whatIsLeft } from '../parts/what-is-left.ts';
import type { Outcome, Scenario, Trial } from '../scenario.ts';

const cycles = { quick: 8, full: 1_000 } as const;
const atOnce = 50;
const loss = { quick: 0.1, full: 0.3 } as const;
/** The quick size waits for a lost packet as long as this network needs, the full one as the product does. */
const timing = {
  quick: { handshakeTimeoutMs: 700, commandTimeoutMs: 400, timeoutStepMs: 200, sendOnceTimeoutMs: 1_500 },
  full: {},
} as const;
const overAfterMs = { quick: 300_000, full: 3_600_000 } as const;
/** A BMC closes a session that nobody uses: so long may a lost Close Session keep its slot. */
const sessionIdleMs = 15_000;

export const network: Scenario = {
  name: 'network',
  promise:
    'On a network that loses and doubles packets, all access is still taken away, and no session is left.',
  async run(trial: Trial): Promise<Outcome> {
    const site = await createTestSite();
    const logins = collectIssuedLogins(site);
    const violations: string[] = [];
    let made = 0;
    try {
      for (let done = 0; done < cycles[trial.size]; done += atOnce) {
        const round = await liveOnBadNetwork(site, trial, Math.min(atOnce, cycles[trial.size] - done));
        violations.push(...round.violations);
        for (const { server } of round.grants) calm(server);
        violations.push(...(await whatIsLeft(site, round.grants, logins)));
        violations.push(...(await sessionsLeft(round.grants)));
        made += round.grants.filter(({ grantId }) => logins.of(grantId).length > 0).length;
        trial.say(`${done + round.grants.length} cycles, ${made} accounts made`);
      }
      return { figures: { cycles: cycles[trial.size], 'accounts made': made }, violations };
    } finally {
      await logins.stop();
      await site.close();
    }
  },
};

async function liveOnBadNetwork(site: TestSite, trial: Trial, count: number) {
  const broker = await site.start({ driver: createBmcDriver(timing[trial.size]) });
  const grants: GrantOnServer[] = [];
  for (let index = 0; index < count; index += 1) {
    const server = await site.addServer({ habit: { ...habits['postern-default'], sessionIdleMs } });
    const delayMs = trial.chance.integer(50, 150);
    Object.assign(server.bmc.faults.wire, { loss: loss[trial.size], duplication: 0.05, delayMs });
    grants.push({ server, grantId: await site.requestGrant(server, 1), story: `cycle ${index + 1}` });
  }
  const violations = await untilOver(site, grants, overAfterMs[trial.size]);
  await broker.stop();
  return { grants, violations };
}

function calm({ bmc }: TestServer): void {
  Object.assign(bmc.faults.wire, { loss: 0, duplication: 0, delayMs: 0 });
}

async function sessionsLeft(grants: readonly GrantOnServer[]): Promise<string[]> {
  const giveUpAt = performance.now() + sessionIdleMs + 5_000;
  for (;;) {
    const busy = grants.filter(({ server }) => server.bmc.sessions().length > 0);
    if (busy.length === 0) return [];
    if (performance.now() > giveUpAt)
      return busy.map(({ story }) => `${story}: a session is left on the BMC`);
    await new Promise((resolve) => setTimeout(resolve, 1_000));
  }
}
