/** SIGKILL: real broker processes, at each moment of a grant and at random ones with many grants at hand. */
import { randomUUID } from 'node:crypto';
import {
  type BmcShape,
  bmcShapes,
  createTestSite,
  type TestSite,
} from '../../../apps/broker/test/support/site.ts';
import { collectIssuedLogins } from '../parts/issued-logins.ts';
import { retireServers } from '../parts/retire-servers.ts';
import { type GrantOnServer, untilOver, whatIsLeft } from '../parts/what-is-left.ts';
import type { Outcome, Trial } from '../scenario.ts';
import { describePoint, listPoints, type Point, subjectOf } from './points.ts';
import { type BrokerProcess, spawnBroker } from './spawn-broker.ts';

const goneAfterMs = 60_000;
const grantsPerProcess = 12;

/** One grant, one moment, one death: and what the next process of the same broker makes of it. */
export async function killAtPoints(trial: Trial, shape: BmcShape): Promise<Outcome> {
  const site = await createTestSite();
  const logins = collectIssuedLogins(site);
  try {
    const all = await listPoints(site, shape);
    const points = trial.size === 'full' ? all : trial.chance.sample(all, 1);
    const grants: GrantOnServer[] = [];
    const violations: string[] = [];
    const missed: string[] = [];
    let broker = await spawnBroker(site);
    for (const point of points) {
      const { grant, died } = await liveUntil(site, broker, { point, shape });
      grants.push(grant);
      if (died) broker = await spawnBroker(site);
      else missed.push(describePoint(point));
      violations.push(...(await untilOver(site, [grant], goneAfterMs)));
    }
    await broker.kill();
    violations.push(...(await whatIsLeft(site, grants, logins)));
    const hits = points.length - missed.length;
    trial.say(
      `${shape}, SIGKILL: ${hits} of ${points.length} moments hit, of ${all.length} in the life of a grant ${missed.join(', ')}`,
    );
    if (missed.length > all.length / 20) violations.push(`never came by ${missed.join(', ')}`);
    return { figures: { [`${shape} SIGKILL`]: `${hits}/${all.length}` }, violations };
  } finally {
    await logins.stop();
    await site.close();
  }
}

async function liveUntil(
  site: TestSite,
  broker: BrokerProcess,
  { point, shape }: { readonly point: Point; readonly shape: BmcShape },
) {
  const server = await site.addServer({ shape });
  const grantId = randomUUID();
  broker.order({ subject: subjectOf(server, grantId), point, signal: 'SIGKILL' });
  const grant = { server, grantId, story: `${shape}, SIGKILL ${describePoint(point)}` };
  await site.requestGrant(server, 1, grantId);
  const died = await Promise.race([
    broker.ended.then(() => true),
    untilOver(site, [grant], 30_000).then(() => false),
  ]);
  return { grant, died };
}

/** Many grants at hand, all in different places, when the process is killed. Then again. */
export async function killAtRandom(trial: Trial): Promise<Outcome> {
  const runs = trial.size === 'full' ? 1_000 : 12;
  const site = await createTestSite();
  const logins = collectIssuedLogins(site);
  const violations: string[] = [];
  let deaths = 0;
  try {
    for (let done = 0; done < runs; done += grantsPerProcess) {
      const grants: GrantOnServer[] = [];
      for (let index = 0; index < grantsPerProcess; index += 1) {
        const server = await site.addServer({ shape: trial.chance.pick(bmcShapes) });
        grants.push({
          server,
          grantId: await site.requestGrant(server, 1),
          story: `random run ${done + index}`,
        });
      }
      const broker = await spawnBroker(site);
      await new Promise((resolve) => setTimeout(resolve, trial.chance.integer(0, 2_500)));
      await broker.kill();
      deaths += 1;
      const next = await spawnBroker(site);
      violations.push(...(await untilOver(site, grants, goneAfterMs)));
      violations.push(...(await whatIsLeft(site, grants, logins)));
      await next.kill();
      await retireServers(
        site,
        grants.map(({ server }) => server),
      );
    }
    trial.say(`SIGKILL at random: ${runs} grants, ${deaths} deaths`);
    return { figures: { 'random runs': runs }, violations };
  } finally {
    await logins.stop();
    await site.close();
  }
}
