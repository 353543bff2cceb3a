import { bmcPlan, type ObservingCause, type PlannedWrite } from '@postern/domain';
import type { Tx } from '../client.ts';

export interface Observation {
  readonly siteId: string;
  readonly siteName: string;
  readonly since: Date;
  readonly cause: ObservingCause;
  readonly bmcs: readonly ObservedBmc[];
  /** BMCs of the site that nobody has looked at since the observation began. */
  readonly notLookedAt: number;
}

export interface ObservedBmc {
  readonly bmcId: string;
  readonly serverName: string;
  readonly observedAt: Date;
  readonly plan: readonly PlannedWrite[];
  readonly errorCode: string | null;
}

/** The sites that write to no BMC now, and what each would do. */
export async function listObservations(tx: Tx): Promise<Observation[]> {
  const sites = await tx.$queryRaw<
    { siteId: string; siteName: string; since: Date; cause: ObservingCause; notLookedAt: number }[]
  >`
    select s.id as "siteId", s.name as "siteName", s.observing_since as since, s.observing_cause as cause,
           (select count(*)::int from server r join bmc b on b.server_id = r.id
             where r.site_id = s.id and not exists (
               select from observed_bmc o
                where o.site_id = s.id and o.bmc_id = b.id and o.observed_at >= s.observing_since)) as "notLookedAt"
      from site s where s.observing_since is not null order by s.name`;
  return Promise.all(sites.map(async (site) => ({ ...site, bmcs: await listObservedBmcs(tx, site) })));
}

/** What was seen before this observation began belongs to an earlier one. */
async function listObservedBmcs(tx: Tx, { siteId }: { readonly siteId: string }): Promise<ObservedBmc[]> {
  const rows = await tx.$queryRaw<(Omit<ObservedBmc, 'plan'> & { plan: unknown })[]>`
    select o.bmc_id as "bmcId", o.server_name as "serverName", o.observed_at as "observedAt", o.plan,
           o.error_code as "errorCode"
      from observed_bmc o join site s on s.id = o.site_id
     where o.site_id = ${siteId}::uuid and o.observed_at >= s.observing_since
     order by o.server_name, o.bmc_id`;
  return rows.map((row) => ({ ...row, plan: bmcPlan.parse(row.plan) }));
}
