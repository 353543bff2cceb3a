/** Looks at BMCs and rows after the fact, past everything that a broker believes. */
import { verifyAuditChain } from '@postern/database';
import { canLogIn, namesOn, type TestServer, type TestSite } from '../../../apps/broker/test/support/site.ts';
import type { IssuedLogins } from './issued-logins.ts';

export interface GrantOnServer {
  readonly server: TestServer;
  readonly grantId: string;
  /** How it was broken, for the report. */
  readonly story: string;
}

const over: readonly string[] = ['revoked', 'denied'];

/** Waits until all these grants are over, `limitMs` at most. Returns those that are not, as violations. */
export async function untilOver(
  site: TestSite,
  grants: readonly GrantOnServer[],
  limitMs: number,
): Promise<string[]> {
  const giveUpAt = performance.now() + limitMs;
  for (;;) {
    const rows = await site.owner.client.grant.findMany({
      where: { id: { in: grants.map(({ grantId }) => grantId) }, state: { notIn: [...over] } },
    });
    if (rows.length === 0) return [];
    if (performance.now() > giveUpAt) {
      return rows.map((row) => {
        const { story } = grants.find(({ grantId }) => grantId === row.id) ?? { story: row.id };
        return `${story}: still ${row.state} (${row.lastErrorCode ?? 'no error'}, ${row.attempts} attempts)`;
      });
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** Nobody logs in any more, nothing of ours stands there, and the rows say so. */
export async function whatIsLeft(
  site: TestSite,
  grants: readonly GrantOnServer[],
  logins: IssuedLogins,
): Promise<string[]> {
  const violations: string[] = [];
  for (const { server, grantId, story } of grants) {
    for (const login of logins.of(grantId)) {
      if (await canLogIn(server.bmc, login)) violations.push(`${story}: ${login.username} still logs in`);
    }
    const names = namesOn(server.bmc).filter((name) => name !== 'ADMIN');
    if (names.length > 0) violations.push(`${story}: ${names.join(', ')} still on the BMC`);
    const revoked = (await site.auditOf(grantId)).filter((type) => type === 'grant.revoked');
    const expected = (await site.grant(grantId)).state === 'revoked' ? 1 : 0;
    if (revoked.length !== expected) violations.push(`${story}: recorded as revoked ${revoked.length} times`);
  }
  return [...violations, ...(await brokenChain(site))];
}

export async function brokenChain(site: TestSite): Promise<string[]> {
  const verdict = await verifyAuditChain(site.owner, { chain: 'main' });
  return verdict.intact ? [] : [`the audit chain is broken at row ${verdict.firstBadSeq}: ${verdict.fault}`];
}
