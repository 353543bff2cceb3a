import type { Tx } from '../client.ts';
import { Prisma } from '../generated/client.ts';
import type { TenantScope } from '../tenant-scope.ts';
import { containing } from './list-servers.ts';

/** What can be wrong with how a server is set up. */
export const setupTroubles = ['certificate-changed', 'frozen', 'silent', 'test-failed', 'no-bmc'] as const;
export type SetupTrouble = (typeof setupTroubles)[number];

/** A BMC that could not be read for this long is silent; shorter gaps are a cable that somebody moved. */
const silentAfterSeconds = 120;

export interface ServerSetupFilter {
  /** Part of a name, rack, serial, address, BMC address or tenant's name. */
  readonly search?: string | undefined;
  readonly siteId?: string | undefined;
  readonly trouble?: SetupTrouble | undefined;
  /** Name of the last server of the page before. */
  readonly after?: string | undefined;
  readonly limit: number;
}

/** A server as an admin sets it up. BMC facts are null while it has none. */
export interface ServerSetup {
  readonly id: string;
  readonly name: string;
  readonly rack: string;
  readonly serial: string | null;
  readonly siteName: string;
  readonly organisationName: string | null;
  readonly bmcHost: string | null;
  readonly bmcPort: number | null;
  /** The BMC shows another certificate than the pinned one: no login is sent to it. */
  readonly certificateChanged: boolean;
  /** Set while no login is tried. */
  readonly frozenUntil: Date | null;
  /** Set while the BMC has not answered for two minutes or longer. */
  readonly silentSince: Date | null;
  readonly testedAt: Date | null;
  readonly testState: string | null;
  readonly testError: string | null;
}

/** One page of servers with their BMCs by name, and one row more if there is a next page. */
export function listServerSetups(
  tx: Tx,
  scope: TenantScope,
  filter: ServerSetupFilter,
): Promise<ServerSetup[]> {
  const conditions = [
    scope.organisationId !== null && Prisma.sql`s.organisation_id = ${scope.organisationId}::uuid`,
    filter.siteId !== undefined && Prisma.sql`s.site_id = ${filter.siteId}::uuid`,
    filter.trouble !== undefined && troubled[filter.trouble],
    filter.after !== undefined && Prisma.sql`s.name > ${filter.after}`,
    filter.search !== undefined && filter.search.trim() !== '' && matches(filter.search.trim()),
  ].filter((condition) => condition instanceof Prisma.Sql);
  return tx.$queryRaw`
    select s.id, s.name, s.rack, s.serial, t.name as "siteName", o.name as "organisationName",
           b.host as "bmcHost", b.port as "bmcPort", coalesce(${certificateChanged}, false) as "certificateChanged",
           case when ${frozen} then b.frozen_until end as "frozenUntil",
           case when ${silent} then p.failing_since end as "silentSince",
           test.requested_at as "testedAt", test.state as "testState", test.error as "testError"
      from server s
      join site t on t.id = s.site_id
      left join organisation o on o.id = s.organisation_id
      left join bmc b on b.server_id = s.id
      left join power_reading p on p.server_id = s.id
      left join lateral (
        select a.requested_at, a.state, a.error from action a
         where a.server_id = s.id and a.kind = 'bmc-test'
         order by a.requested_at desc limit 1) test on true
     where ${Prisma.join([Prisma.sql`true`, ...conditions], ' and ')}
     order by s.name
     limit ${filter.limit + 1}`;
}

const frozen = Prisma.sql`b.frozen_until > clock_timestamp()`;
const silent = Prisma.sql`b.id is not null
  and p.failing_since < clock_timestamp() - make_interval(secs => ${silentAfterSeconds})`;
const certificateChanged = Prisma.sql`b.protocol = 'redfish' and b.certificate_seen->>'sha256' <> b.certificate_pin`;
const troubled: Record<SetupTrouble, Prisma.Sql> = {
  'certificate-changed': Prisma.sql`(${certificateChanged})`,
  frozen,
  silent: Prisma.sql`(${silent})`,
  'test-failed': Prisma.sql`test.state in ('failed', 'unknown')`,
  'no-bmc': Prisma.sql`b.id is null`,
};

function matches(search: string): Prisma.Sql {
  const part = containing(search);
  return Prisma.sql`(s.name ilike ${part} or s.rack ilike ${part} or s.serial ilike ${part} or o.name ilike ${part}
    or b.host ilike ${part} or exists (select from unnest(s.ip_addresses) address where address ilike ${part}))`;
}
