import type { Tx } from '../client.ts';

/**
 * Milliseconds, by the database's clock, until a site's next row falls due: an end, a retry, a lapsed claim; 0 when it
 * just did; `undefined` when none is in sight. Work that has waited longer is in somebody's hands or waits for a free
 * one, and ends no sleep.
 */
export async function nextDueInstant(
  tx: Tx,
  { siteId }: { readonly siteId: string },
): Promise<number | undefined> {
  const [next] = await tx.$queryRaw<{ ms: number | null }[]>`
    select (extract(epoch from min(due_at) - clock_timestamp()) * 1000)::float8 as ms from (
      (select g.ends_at as due_at from access_grant g join server s on s.id = g.server_id
        where s.site_id = ${siteId}::uuid and g.state = 'active' and g.ends_at is not null
        order by g.ends_at limit 1)
      union all
      (select g.approval_until from access_grant g join server s on s.id = g.server_id
        where s.site_id = ${siteId}::uuid and g.state = 'awaiting-approval' order by g.approval_until limit 1)
      union all
      select greatest(g.next_attempt_at, g.claimed_until) from access_grant g join server s on s.id = g.server_id
       where s.site_id = ${siteId}::uuid and g.state in ('requested', 'provisioning', 'revoking')
         and greatest(g.next_attempt_at, g.claimed_until) > clock_timestamp() - interval '100 milliseconds'
      union all
      select a.claimed_until from action a join server s on s.id = a.server_id
       where s.site_id = ${siteId}::uuid and a.state = 'running'
         and a.claimed_until > clock_timestamp() - interval '100 milliseconds') due`;
  return next?.ms == null ? undefined : Math.max(0, next.ms);
}
