import type { Tx } from '../client.ts';
import { containing } from '../servers/list-servers.ts';
import type { TenantScope } from '../tenant-scope.ts';

export interface SupportHit {
  readonly serverId: string;
  readonly serverName: string;
  readonly rack: string;
  readonly siteName: string;
  readonly organisationName: string | null;
  readonly ipAddresses: readonly string[];
  readonly powerState: string | null;
  readonly grantState: string | null;
  /** What of the server the text was found in. */
  readonly matched: 'name' | 'address' | 'tenant' | 'bmc' | 'account' | 'serial' | 'ticket';
  /** The text it was found in. */
  readonly matchedText: string;
}

/** Servers that fit a piece of text from a ticket, best fit first. For staff: the scope must see all. */
export async function searchEverything(
  tx: Tx,
  scope: TenantScope,
  { query, limit }: { readonly query: string; readonly limit: number },
): Promise<SupportHit[]> {
  if (scope.organisationId !== null) return [];
  const part = containing(query);
  return tx.$queryRaw`
    with hit as (
      select id as server_id, 'name' as matched, name as text, 1 as rank from server where name ilike ${part}
      union all
      select s.id, 'address', address, 2 from server s, unnest(s.ip_addresses) address where address ilike ${part}
      union all
      select id, 'serial', serial, 3 from server where serial ilike ${part}
      union all
      select server_id, 'bmc', host || ':' || port, 4 from bmc where host ilike ${part} or host || ':' || port = ${query}
      union all
      select g.server_id, 'account', a.username, 5
        from account a join access_grant g on g.id = a.grant_id where a.username ilike ${part}
      union all
      select server_id, 'ticket', ticket_number, 6 from access_grant where ticket_number ilike ${part}
      union all
      select s.id, 'tenant', o.name, 7 from server s join organisation o on o.id = s.organisation_id
       where o.name ilike ${part}
      union all
      select s.id, 'tenant', u.name || ' <' || u.email || '>', 8
        from server s join app_user u on u.organisation_id = s.organisation_id
       where u.email ilike ${part} or u.name ilike ${part}
    ), best as (
      select distinct on (server_id) server_id, matched, text, rank + case when lower(text) = lower(${query}) then 0 else 10 end as rank
        from hit order by server_id, 4
    )
    select s.id as "serverId", s.name as "serverName", s.rack, t.name as "siteName", o.name as "organisationName",
           s.ip_addresses as "ipAddresses", p.state as "powerState", best.matched, best.text as "matchedText",
           (select g.state from access_grant g where g.server_id = s.id
             and g.state in ('requested', 'provisioning', 'active', 'revoking')) as "grantState"
      from best
      join server s on s.id = best.server_id
      join site t on t.id = s.site_id
      left join organisation o on o.id = s.organisation_id
      left join power_reading p on p.server_id = s.id
     order by best.rank, s.name
     limit ${limit}`;
}
