/** Exceptions and hangs: one broker lives many grants at once, each with a moment of its own at which its work breaks. */
import { randomUUID } from 'node:crypto';
import { type Broker, startBroker } from '../../../apps/broker/src/start-broker.ts';
import {
  type BmcShape,
  createTestSite,
  type TestServer,
  type TestSite,
} from '../../../apps/broker/test/support/site.ts';
import { collectIssuedLogins } from '../parts/issued-logins.ts';
import { type Interrupt, withMoments } from '../parts/moments.ts';
import { retireServers } from '../parts/retire-servers.ts';
import { type GrantOnServer, untilOver, whatIsLeft } from '../parts/what-is-left.ts';
import type { Outcome, Trial } from '../scenario.ts';
import { createPointCounter, describePoint, isAbout, listPoints, type Point, subjectOf } from './points.ts';

type Break = 'exception' | 'hang';

/** Grants that are broken at the same time. */
const crowd = 40;
/** A hang inside a transaction takes 15 s of everybody's time. */
const quickPoints = { exception: 6, hang: 2 } as const;
const goneAfterMs = 60_000;
const grantSeconds = 1;

interface Doomed extends GrantOnServer {
  readonly server: TestServer;
  readonly point: Point;
  hit: boolean;
}

export async function interruptInProcess(trial: Trial, how: Break, shape: BmcShape): Promise<Outcome> {
  const site = await createTestSite();
  const logins = collectIssuedLogins(site);
  try {
    const all = await listPoints(site, shape);
    const points = trial.size === 'full' ? all : trial.chance.sample(all, quickPoints[how]);
    const violations: string[] = [];
    let hits = 0;
    for (let from = 0; from < points.length; from += crowd) {
      const doomed = await doom(site, { how, shape }, points.slice(from, from + crowd));
      await live(site, doomed, how, violations);
      hits += doomed.filter(({ hit }) => hit).length;
      violations.push(...(await whatIsLeft(site, doomed, logins)));
      await retireServers(
        site,
        doomed.map(({ server }) => server),
      );
    }
    trial.say(
      `${shape}, ${how}: ${hits} of ${points.length} moments hit, of ${all.length} in the life of a grant`,
    );
    // Leases are renewed more or less often in a life, so a moment near its end may not come: one in ten, and one of few.
    if (hits < Math.min(points.length - 1, points.length * 0.9))
      violations.push(`${shape}, ${how}: only ${hits} of ${points.length} moments came`);
    return { figures: { [`${shape} ${how}`]: `${hits}/${all.length}` }, violations };
  } finally {
    await logins.stop();
    await site.close();
  }
}

/** Grants that are not requested yet, each with its end. */
async function doom(
  site: TestSite,
  { how, shape }: { readonly how: Break; readonly shape: BmcShape },
  points: readonly Point[],
): Promise<Doomed[]> {
  return Promise.all(
    points.map(async (point) => ({
      server: await site.addServer({ shape }),
      point,
      grantId: randomUUID(),
      story: `${shape}, ${how} ${describePoint(point)}`,
      hit: false,
    })),
  );
}

async function live(
  site: TestSite,
  doomed: readonly Doomed[],
  how: Break,
  violations: string[],
): Promise<void> {
  const first = await startOwnBroker(site, interruptAt(doomed, how));
  for (const { server, grantId } of doomed) await site.requestGrant(server, grantSeconds, grantId);
  if (how === 'hang') {
    // Until all have come to their moment or to their end; then somebody restarts the broker.
    await untilHitOrOver(site, doomed);
    await Promise.race([first.stop(), new Promise((resolve) => setTimeout(resolve, 1_000))]);
    const second = await startOwnBroker(site, async () => undefined);
    violations.push(...(await untilOver(site, doomed, goneAfterMs)));
    await second.stop();
    return;
  }
  violations.push(...(await untilOver(site, doomed, goneAfterMs)));
  await first.stop();
}

/** A call that hangs inside a transaction holds the audit log until the transaction is cut: others wait for that. */
async function untilHitOrOver(site: TestSite, doomed: readonly Doomed[]): Promise<void> {
  const giveUpAt = performance.now() + 60_000;
  let waiting = doomed;
  while (waiting.length > 0 && performance.now() < giveUpAt) {
    const left = await untilOver(site, waiting, 500);
    waiting = left.length === 0 ? [] : waiting.filter(({ hit }) => !hit);
  }
}

function interruptAt(doomed: readonly Doomed[], how: Break): Interrupt {
  const counters = new Map(doomed.map((one) => [one, createPointCounter()]));
  return async (moment) => {
    for (const one of doomed) {
      if (one.hit || !isAbout(moment, subjectOf(one.server, one.grantId))) continue;
      const at = counters.get(one)?.(moment);
      if (at === undefined || describePoint(at) !== describePoint(one.point)) continue;
      one.hit = true;
      if (how === 'exception') throw new Error('an exception that nobody expects');
      await new Promise(() => undefined);
    }
  };
}

async function startOwnBroker(site: TestSite, interrupt: Interrupt): Promise<Pick<Broker, 'stop'>> {
  const world = await site.brokerWorld({ name: 'broker-1' });
  const broker = await startBroker(withMoments(world, interrupt));
  return {
    async stop() {
      // A dead process owns nothing any more.
      await world.journal.close();
      // A broker with hung work does not end by itself; its sockets are cut as those of a dead process.
      await Promise.race([broker.stop(), new Promise((resolve) => setTimeout(resolve, 3_000))]);
      await world.driver.close();
      await world.db.close();
    },
  };
}
