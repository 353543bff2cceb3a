import { liveGrantStates, revocationOverdueAfterSeconds } from '@postern/domain';
import type { Tx } from '../client.ts';
import { Prisma } from '../generated/client.ts';
import type { TenantScope } from '../tenant-scope.ts';
import { type ServerRow, serverSelection } from './server-row.ts';

export interface ServerFilter {
  /** Part of a name, rack, serial, address or (for staff) tenant's name. */
  readonly search?: string | undefined;
  readonly siteId?: string | undefined;
  readonly organisationId?: string | undefined;
  readonly power?: 'on' | 'off' | 'unknown' | undefined;
  readonly access?: 'none' | 'live' | 'overdue' | undefined;
  /** Name of the last server of the page before. */
  readonly after?: string | undefined;
  readonly limit: number;
}

/** One page of servers by name, and one row more if there is a next page. */
export async function listServers(tx: Tx, scope: TenantScope, filter: ServerFilter): Promise<ServerRow[]> {
  const ids = await tx.$queryRaw<{ id: string }[]>`
    select s.id from server s
      left join organisation o on o.id = s.organisation_id
      left join power_reading p on p.server_id = s.id
     where ${Prisma.join([Prisma.sql`true`, ...conditions(scope, filter)], ' and ')}
     order by s.name
     limit ${filter.limit + 1}`;
  return tx.server.findMany({
    where: { id: { in: ids.map(({ id }) => id) } },
    orderBy: { name: 'asc' },
    select: serverSelection(scope),
  });
}

function conditions(scope: TenantScope, filter: ServerFilter): Prisma.Sql[] {
  const live = Prisma.sql`exists (select from access_grant g
    where g.server_id = s.id and g.state in (${Prisma.join([...liveGrantStates])}))`;
  const overdue = Prisma.sql`exists (select from access_grant g
    where g.server_id = s.id and g.state = 'revoking' and least(g.ends_at, g.state_since)
      < now() - make_interval(secs => ${revocationOverdueAfterSeconds}))`;
  const access = { none: Prisma.sql`not ${live}`, live, overdue };
  return [
    scope.organisationId !== null && Prisma.sql`s.organisation_id = ${scope.organisationId}::uuid`,
    filter.organisationId !== undefined && Prisma.sql`s.organisation_id = ${filter.organisationId}::uuid`,
    filter.siteId !== undefined && Prisma.sql`s.site_id = ${filter.siteId}::uuid`,
    filter.power !== undefined && Prisma.sql`coalesce(p.state, 'unknown') = ${filter.power}`,
    filter.access !== undefined && access[filter.access],
    filter.after !== undefined && Prisma.sql`s.name > ${filter.after}`,
    filter.search !== undefined && filter.search.trim() !== '' && matches(filter.search.trim(), scope),
  ].filter((condition) => condition !== false);
}

function matches(search: string, scope: TenantScope): Prisma.Sql {
  const part = containing(search);
  const byTenant = scope.organisationId === null ? Prisma.sql`or o.name ilike ${part}` : Prisma.empty;
  return Prisma.sql`(s.name ilike ${part} or s.rack ilike ${part} or s.serial ilike ${part}
    or exists (select from unnest(s.ip_addresses) address where address ilike ${part}) ${byTenant})`;
}

/** A `like` pattern for "contains this text", with the text's own wildcards taken literally. */
export function containing(text: string): string {
  return `%${text.replace(/[\\%_]/g, '\\$&')}%`;
}
