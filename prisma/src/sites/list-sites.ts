import type { PolicyValues } from '@postern/domain';
import type { Tx } from '../client.ts';
import { policySelection, policyValuesOf } from '../policies/policy-values.ts';

export interface SiteOverview {
  readonly id: string;
  readonly slug: string;
  readonly name: string;
  readonly publicKey: string | null;
  readonly helpWords: string;
  readonly helpMail: string | null;
  readonly policy: PolicyValues;
  /** Stored BMC logins that are older are replaced; null: on request only. */
  readonly rotateAfterDays: number | null;
  readonly accessPath: string;
  readonly _count: { readonly servers: number };
}

export async function listSites(tx: Tx): Promise<SiteOverview[]> {
  const sites = await tx.site.findMany({
    orderBy: { name: 'asc' },
    include: { _count: { select: { servers: true } }, policy: { select: policySelection } },
  });
  return sites.map((site) => ({ ...site, policy: policyValuesOf(site.policy) }));
}

/** The key that secrets of a server's site are sealed to; `publicKey` is null until a broker has registered one. */
export async function readSiteOfServer(
  tx: Tx,
  serverId: string,
): Promise<{ readonly id: string; readonly publicKey: string | null } | null> {
  const server = await tx.server.findUnique({
    where: { id: serverId },
    select: { site: { select: { id: true, publicKey: true } } },
  });
  return server?.site ?? null;
}
