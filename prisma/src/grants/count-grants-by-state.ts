import type { GrantState } from '@postern/domain';
import type { Tx } from '../client.ts';

export interface GrantCounts {
  /** Live states only: what is over is not counted. */
  readonly byState: Partial<Record<GrantState, number>>;
  /** Revocations that are not proven this long after the grant's end. */
  readonly overdue: number;
  /** Those that are not proven so long after it that somebody is called. */
  readonly paging: number;
}

export async function countGrantsByState(
  tx: Tx,
  facts: {
    readonly siteId: string;
    readonly overdueAfterSeconds: number;
    readonly pageAfterSeconds: number;
  },
): Promise<GrantCounts> {
  const { siteId, overdueAfterSeconds, pageAfterSeconds } = facts;
  const rows = await tx.$queryRaw<{ state: GrantState; grants: number; overdue: number; paging: number }[]>`
    select g.state, count(*)::int as grants,
           count(*) filter (where g.state = 'revoking' and now() > least(g.ends_at, g.state_since)
             + make_interval(secs => ${overdueAfterSeconds}))::int as overdue,
           count(*) filter (where g.state = 'revoking' and now() > least(g.ends_at, g.state_since)
             + make_interval(secs => ${pageAfterSeconds}))::int as paging
      from access_grant g join server s on s.id = g.server_id
     where s.site_id = ${siteId}::uuid and g.state in ('awaiting-approval', 'requested', 'provisioning', 'active', 'revoking')
     group by g.state`;
  return {
    byState: Object.fromEntries(rows.map(({ state, grants }) => [state, grants])),
    overdue: rows.reduce((sum, { overdue }) => sum + overdue, 0),
    paging: rows.reduce((sum, { paging }) => sum + paging, 0),
  };
}
