import { randomUUID } from 'node:crypto';
import { startBroker } from '../../../apps/broker/src/start-broker.ts';
import type { BmcShape, TestServer, TestSite } from '../../../apps/broker/test/support/site.ts';
import { type Moment, withMoments } from '../parts/moments.ts';
import { untilOver } from '../parts/what-is-left.ts';

/** One moment in the life of a grant: the n-th time that it comes by there. */
export interface Point {
  readonly side: Moment['side'];
  readonly call: string;
  readonly occurrence: number;
}

export function describePoint({ side, call, occurrence }: Point): string {
  return `${side} ${call} #${occurrence}`;
}

/** Counts how often a grant came by each moment. */
export function createPointCounter(): (moment: Moment) => Point {
  const passed = new Map<string, number>();
  return ({ side, call }) => {
    const key = `${side} ${call}`;
    const occurrence = (passed.get(key) ?? 0) + 1;
    passed.set(key, occurrence);
    return { side, call, occurrence };
  };
}

/** A grant, and the BMC that it is for. */
export interface Subject {
  readonly grantId: string;
  readonly bmcId: string;
  /** Where its BMC listens: IPMI, and Redfish where it speaks that. */
  readonly ports: readonly number[];
}

export function subjectOf({ bmc, bmcId }: TestServer, grantId: string): Subject {
  return { grantId, bmcId, ports: bmc.redfish === undefined ? [bmc.port] : [bmc.port, bmc.redfish.port] };
}

/** Whether a moment belongs to the work on one grant. */
export function isAbout(moment: Moment, subject: Subject): boolean {
  const ids: readonly string[] = [subject.grantId, subject.bmcId, ...subject.ports.map(String)];
  return moment.about.some((text) => ids.includes(text));
}

/** Lives one grant through, undisturbed, and lists all its moments in their order. */
export async function listPoints(site: TestSite, shape: BmcShape = 'ipmi'): Promise<readonly Point[]> {
  const points: Point[] = [];
  const grantId = randomUUID();
  let subject: Subject | undefined;
  const count = createPointCounter();
  const world = await site.brokerWorld({ name: 'scout' });
  const broker = await startBroker(
    withMoments(world, async (moment) => {
      if (subject !== undefined && isAbout(moment, subject)) points.push(count(moment));
    }),
  );
  try {
    // Added to a broker that runs: what it does to every BMC at its start belongs to no grant.
    const server = await site.addServer({ shape });
    subject = subjectOf(server, grantId);
    await site.requestGrant(server, 1, grantId);
    const left = await untilOver(site, [{ server, grantId, story: 'an undisturbed grant' }], 30_000);
    if (left.length > 0) throw new Error(left.join('\n'));
  } finally {
    await broker.stop();
    await world.driver.close();
    await world.db.close();
    await world.journal.close();
  }
  return points;
}
