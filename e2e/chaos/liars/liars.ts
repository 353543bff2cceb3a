/**
 * A BMC that says yes and does nothing. Its grant stays in `revoking`, is shown and counted as overdue, and is never
 * called revoked while the issued password still logs in; when the BMC obeys at last, the grant is revoked with proof.
 */
import { createTestSite, type TestSite, until, untilState } from '../../../apps/broker/test/support/site.ts';
import { collectIssuedLogins } from '../parts/issued-logins.ts';
import { type GrantOnServer, untilOver, whatIsLeft } from '../parts/what-is-left.ts';
import type { Outcome, Scenario, Trial } from '../scenario.ts';

const writes = ['set-user-name', 'set-user-password', 'set-user-access'] as const;

export const liars: Scenario = {
  name: 'liars',
  promise: 'A BMC that says yes and does nothing ends in overdue, never in revoked.',
  async run(trial: Trial): Promise<Outcome> {
    const runs = trial.size === 'full' ? 100 : 20;
    const site = await createTestSite();
    const logins = collectIssuedLogins(site);
    try {
      const broker = await site.start();
      const grants = await Promise.all(Array.from({ length: runs }, (_, index) => lyingGrant(site, index)));
      const violations = await untilOverdue(site, grants);
      const gauge = (await broker.metrics.overdueRevocations.get()).values[0]?.value;
      if (gauge !== runs) violations.push(`the metric counts ${gauge} overdue revocations, not ${runs}`);

      for (const { server } of grants) server.bmc.faults.commands.clear();
      await site.owner.client.grant.updateMany({
        where: { state: 'revoking' },
        data: { nextAttemptAt: new Date() },
      });
      violations.push(...(await untilOver(site, grants, 60_000)));
      violations.push(...(await whatIsLeft(site, grants, logins)));
      return { figures: { liars: runs, 'called revoked by mistake': violations.length }, violations };
    } finally {
      await logins.stop();
      await site.close();
    }
  },
};

async function lyingGrant(site: TestSite, index: number): Promise<GrantOnServer> {
  const server = await site.addServer();
  const grantId = await site.requestGrant(server);
  await untilState(site, grantId, 'active', 60_000);
  for (const command of writes) server.bmc.faults.commands.set(command, { kind: 'lie' });
  await site.endGrant(grantId);
  return { server, grantId, story: `liar ${index + 1}` };
}

/** Each has failed at least once in earnest; then their end is put three minutes into the past. */
async function untilOverdue(site: TestSite, grants: readonly GrantOnServer[]): Promise<string[]> {
  const ids = grants.map(({ grantId }) => grantId);
  await until(
    async () =>
      (await site.owner.client.grant.count({ where: { id: { in: ids }, lastErrorCode: null } })) === 0,
    60_000,
  );
  await site.owner.client.$executeRaw`
    update access_grant set starts_at = now() - interval '1 hour', ends_at = now() - interval '3 minutes'
     where state = 'revoking'`;
  await until(
    async () =>
      (await site.owner.client.grant.count({ where: { id: { in: ids }, overdueReportedAt: null } })) === 0,
    30_000,
  );
  // One more look of the chore that counts them.
  await new Promise((resolve) => setTimeout(resolve, 6_000));
  const rows = await site.owner.client.grant.findMany({ where: { id: { in: ids } } });
  return rows.flatMap(({ id, state, proof }) =>
    state === 'revoking' && proof === null ? [] : [`${id} is ${state} although its BMC lied`],
  );
}
