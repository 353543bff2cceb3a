/**
 * Grants come and go for hours over all protocols while random BMCs hang, lie, refuse and lose packets. Now and then, and
 * at the end, nothing is left behind; and the broker, a process of its own, needs no more memory and no more open files
 * at the end than after it had warmed up.
 */
import { readdirSync, readFileSync } from 'node:fs';
import {
  bmcShapes,
  createTestSite,
  type TestServer,
  type TestSite,
} from '../../../apps/broker/test/support/site.ts';
import { spawnBroker } from '../crash/spawn-broker.ts';
import { collectIssuedLogins } from '../parts/issued-logins.ts';
import { percentile } from '../parts/percentile.ts';
import { type GrantOnServer, untilOver, whatIsLeft } from '../parts/what-is-left.ts';
import type { Outcome, Scenario, Trial } from '../scenario.ts';

const lastsMs = { quick: 15_000, full: 2 * 3_600_000 } as const;
const servers = 12;
const roundsBetweenLooks = 20;
const faultMs = 1_500;
/** Of a broker that has warmed up for a third of the time. */
const growth = { memory: 1.2, handles: 10 } as const;

interface Sample {
  readonly memoryMiB: number;
  readonly handles: number;
}

export const soak: Scenario = {
  name: 'soak',
  promise:
    'Hours of mixed work with random faults leave no account, and need no more memory or handles at the end.',
  async run(trial: Trial): Promise<Outcome> {
    const site = await createTestSite();
    const logins = collectIssuedLogins(site);
    const broker = await spawnBroker(site);
    const pid = broker.child.pid ?? 0;
    const samples: Sample[] = [];
    const violations: string[] = [];
    let lived = 0;
    try {
      const pool = await Promise.all(
        Array.from({ length: servers }, (_, index) =>
          site.addServer({ shape: bmcShapes[index % bmcShapes.length] ?? 'ipmi' }),
        ),
      );
      const until = performance.now() + lastsMs[trial.size];
      for (let round = 1; performance.now() < until; round += 1) {
        const grants = await liveRound(site, trial, pool);
        lived += grants.length;
        violations.push(...(await untilOver(site, grants, 180_000)));
        samples.push(sampleOf(pid));
        if (round % roundsBetweenLooks !== 0) continue;
        violations.push(...(await whatIsLeft(site, grants, logins)));
        trial.say(`${lived} grants, ${Math.round(samples.at(-1)?.memoryMiB ?? 0)} MiB`);
      }
      if (trial.size === 'full') violations.push(...judgeGrowth(samples));
      const last = samples.at(-1);
      return {
        figures: {
          minutes: lastsMs[trial.size] / 60_000,
          grants: lived,
          MiB: Math.round(last?.memoryMiB ?? 0),
          handles: last?.handles ?? 0,
        },
        violations,
      };
    } finally {
      await broker.kill();
      await logins.stop();
      await site.close();
    }
  },
};

/** One grant on each server, and a fault on every third of them for a while. */
async function liveRound(
  site: TestSite,
  trial: Trial,
  pool: readonly TestServer[],
): Promise<GrantOnServer[]> {
  for (const server of trial.chance.sample(pool, Math.ceil(pool.length / 3))) disturb(trial, server);
  return Promise.all(
    pool.map(async (server) => ({
      server,
      grantId: await site.requestGrant(server, 1),
      story: 'a grant of the soak',
    })),
  );
}

function disturb({ chance }: Trial, { bmc }: TestServer): void {
  const { faults } = bmc;
  const calm = () => {
    faults.hang = false;
    faults.commands.clear();
    Object.assign(faults.wire, { loss: 0, duplication: 0 });
  };
  const kinds = [
    () => Object.assign(faults, { hang: true }),
    () => faults.commands.set('set-user-access', { kind: 'lie' }),
    () => faults.commands.set('set-user-name', { kind: 'refuse', completionCode: 0xd5 }),
    () => Object.assign(faults.wire, { loss: 0.2, duplication: 0.2 }),
    () => bmc.reboot(faultMs / 2),
  ];
  chance.pick(kinds)();
  setTimeout(calm, faultMs);
}

function sampleOf(pid: number): Sample {
  const memory = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return { memoryMiB: Number(memory) / 1_024, handles: readdirSync(`/proc/${pid}/fd`).length };
}

function judgeGrowth(samples: readonly Sample[]): string[] {
  const third = Math.floor(samples.length / 3);
  const middle = (part: readonly Sample[], of: keyof Sample) =>
    percentile(
      part.map((each) => each[of]),
      0.5,
    );
  const [warm, last] = [samples.slice(third, 2 * third), samples.slice(2 * third)];
  const memory = middle(last, 'memoryMiB') / middle(warm, 'memoryMiB');
  const handles = middle(last, 'handles') - middle(warm, 'handles');
  return [
    ...(memory > growth.memory ? [`the broker's memory grew by a factor of ${memory.toFixed(2)}`] : []),
    ...(handles > growth.handles ? [`the broker holds ${handles} more open files`] : []),
  ];
}
