import type { Tx } from '../client.ts';
import { isToJudge } from './users-to-judge.ts';

/** How full one BMC's user table is, and with whom. */
export interface BmcUserCounts {
  readonly serverName: string;
  readonly maxUsers: number | null;
  readonly used: number;
  readonly free: number | null;
  /** On it now and neither Postern's nor its login. */
  readonly foreign: number;
  /** Of these, those that nobody has decided of. */
  readonly toJudge: number;
}

/** Of each BMC of a site whose table was ever read. */
export function countBmcUsers(tx: Tx, { siteId }: { readonly siteId: string }): Promise<BmcUserCounts[]> {
  return tx.$queryRaw`
    select s.name as "serverName", r.max_users as "maxUsers", r.used, r.free,
           count(u.id) filter (where u.kind = 'foreign' and u.gone_at is null)::int as foreign,
           count(u.id) filter (where ${isToJudge})::int as "toJudge"
      from user_table_reading r
      join bmc b on b.id = r.bmc_id
      join server s on s.id = b.server_id
      left join bmc_user u on u.bmc_id = b.id
     where s.site_id = ${siteId}::uuid
     group by s.name, r.bmc_id`;
}
