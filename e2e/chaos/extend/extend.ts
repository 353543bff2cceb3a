/**
 * Extensions against the expiry, around the very instant of the end: a tenant's click arrives at the portal within a few
 * milliseconds of it, on either side, while a broker expires what is due. Whoever wins, a grant never loses its end,
 * never gets longer than the policy's longest, and is never extended after it was expired. The audit log, whose order
 * is the order of the commits, is the witness.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { usualPolicy } from '@postern/domain';
import { createTestSite, type TestSite } from '../../../apps/broker/test/support/site.ts';
import { insertActiveGrants } from '../parts/many-grants.ts';
import { brokenChain } from '../parts/what-is-left.ts';
import type { Outcome, Scenario, Trial } from '../scenario.ts';

const program = path.resolve(import.meta.dirname, '../../../apps/portal/test/extender-process.ts');
const interleavings = { quick: 80, full: 10_000 } as const;
/** More would wait for the portal's connections, and for nothing that is tested here. */
const atOnce = 20;
const bySeconds = 1;
/** Clicks begin so long before the end: the portal needs its time to get to the row. */
const earliestMs = 1_000;
const latestMs = 30;
const longestSeconds = usualPolicy.maxTotalSeconds;

export const extend: Scenario = {
  name: 'extend',
  promise:
    'An extension and an expiry at the same instant never make an access without end, or one that comes back.',
  async run(trial: Trial): Promise<Outcome> {
    const site = await createTestSite();
    const extender = await startExtender(site);
    const violations: string[] = [];
    const tally = { extended: 0, refused: 0 };
    try {
      await site.start();
      for (let done = 0; done < interleavings[trial.size]; done += atOnce) {
        const round = await race(site, extender, trial);
        tally.extended += round.extended;
        tally.refused += round.refused;
        violations.push(...round.violations);
        trial.say(`${done + atOnce} interleavings: ${tally.extended} extended, ${tally.refused} refused`);
      }
      violations.push(...(await brokenChain(site)));
      if (tally.extended === 0 || tally.refused === 0)
        violations.push('only one side ever won: nothing was shown');
      return { figures: { interleavings: interleavings[trial.size], ...tally }, violations };
    } finally {
      extender.kill();
      await site.close();
    }
  },
};

interface Answer {
  readonly grantId: string;
  readonly status: number;
  readonly text: string;
}

async function startExtender(site: TestSite) {
  const settings = { url: site.url, privateKeyPem: site.keys.portal.privateKeyPem, userId: site.tenant.id };
  const child = fork(program, [JSON.stringify(settings)], {
    execArgv: [],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  await once(child, 'message');
  return {
    async extend(list: readonly { grantId: string; bySeconds: number; atMs: number }[]): Promise<Answer[]> {
      const answered = once(child, 'message');
      child.send(list);
      const [answers]: Answer[][] = await answered;
      return answers ?? [];
    },
    kill: () => void child.kill('SIGKILL'),
  };
}

async function race(site: TestSite, extender: Awaited<ReturnType<typeof startExtender>>, trial: Trial) {
  const later = new Date(Date.now() + 600_000);
  // No account stands on any BMC: what is raced for is the row. Half of them have had their whole time.
  const none = Array.from({ length: atOnce / 2 }, () => undefined);
  const grantIds = [
    ...(await insertActiveGrants(site, none, later)),
    ...(await insertActiveGrants(site, none, later, longestSeconds - bySeconds / 2)),
  ];
  const endsAt = new Date(Date.now() + 2_500);
  await endAllAt(site, grantIds, endsAt, later);
  const atMs = () => endsAt.getTime() + trial.chance.integer(-earliestMs, latestMs);
  const answers = await extender.extend(grantIds.map((grantId) => ({ grantId, bySeconds, atMs: atMs() })));
  const extended = answers.filter(({ status }) => status === 200);
  await untilAllRevoked(site, grantIds);
  return {
    extended: extended.length,
    refused: answers.length - extended.length,
    violations: await judge(site, grantIds, new Set(extended.map(({ grantId }) => grantId))),
  };
}

/** To write the rows takes as long as it takes; the race begins when they stand. */
async function endAllAt(
  site: TestSite,
  grantIds: readonly string[],
  endsAt: Date,
  later: Date,
): Promise<void> {
  const sooner = (later.getTime() - endsAt.getTime()) / 1_000;
  const { client } = site.owner;
  await client.$transaction([
    client.$executeRaw`set local session_replication_role = replica`,
    client.$executeRaw`
      update access_grant
         set starts_at = starts_at - make_interval(secs => ${sooner}::float8),
             ends_at = ends_at - make_interval(secs => ${sooner}::float8)
       where id = any (${[...grantIds]}::uuid[])`,
  ]);
}

async function untilAllRevoked(site: TestSite, grantIds: readonly string[]): Promise<void> {
  const giveUpAt = Date.now() + 60_000;
  while (Date.now() < giveUpAt) {
    const left = await site.owner.client.grant.count({
      where: { id: { in: [...grantIds] }, state: { not: 'revoked' } },
    });
    if (left === 0) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

async function judge(
  site: TestSite,
  grantIds: readonly string[],
  extended: ReadonlySet<string>,
): Promise<string[]> {
  const { client } = site.owner;
  const grants = await client.grant.findMany({ where: { id: { in: [...grantIds] } } });
  const events = await client.auditEvent.findMany({
    where: { grantId: { in: [...grantIds] } },
    orderBy: { seq: 'asc' },
  });
  return grants.flatMap((grant) => {
    const history = events.filter(({ grantId }) => grantId === grant.id).map(({ type }) => type);
    const expected = [
      ...(extended.has(grant.id) ? ['grant.extended'] : []),
      'grant.expired',
      'grant.revoked',
    ].join(' ');
    const seconds = ((grant.endsAt?.getTime() ?? Number.NaN) - (grant.startsAt?.getTime() ?? 0)) / 1_000;
    const wrong = [
      grant.state !== 'revoked' && `is ${grant.state}`,
      grant.endsAt === null && 'has no end',
      !(seconds <= longestSeconds) && `lasted ${seconds} s of ${longestSeconds}`,
      history.join(' ') !== expected && `went ${history.join(' ')}`,
    ];
    return wrong.flatMap((text) => (text === false ? [] : [`${grant.id} ${text}`]));
  });
}
