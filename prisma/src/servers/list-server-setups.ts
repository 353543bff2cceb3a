import { nearlyFullAtFree } from '@postern/domain';
import { isToJudge } from '../bmc-users/users-to-judge.ts';
import type { Tx } from '../client.ts';
import { Prisma } from '../generated/client.ts';
import type { TenantScope } from '../tenant-scope.ts';
import { containing } from './list-servers.ts';

/** What can be wrong with how a server is set up. */
export const setupTroubles = [
  'certificate-changed',
  'frozen',
  'silent',
  'test-failed',
  'no-bmc',
  'foreign',
  'nearly-full',
  'not-handed-over',
  'rotation',
] as const;
export type SetupTrouble = (typeof setupTroubles)[number];

/** A BMC that could not be read for this long is silent; shorter gaps are a cable that somebody moved. */
const silentAfterSeconds = 120;
/** A hand-over takes a moment; one that has not failed and is younger is no trouble. */
const handOverDueSeconds = 120;
/** What a schedule asks for may wait for its turn this long. */
const rotationSlackHours = 24;

/** `not-ours`: most users first that are not Postern's; `full`: fewest free slots first. */
export const setupOrders = ['name', 'not-ours', 'full'] as const;
export type SetupOrder = (typeof setupOrders)[number];

export interface ServerSetupFilter {
  /** Part of a name, rack, serial, address, BMC address or tenant's name. */
  readonly search?: string | undefined;
  readonly siteId?: string | undefined;
  readonly trouble?: SetupTrouble | undefined;
  /** By name, where it is absent. */
  readonly order?: SetupOrder | undefined;
  /** The last server of the page before. */
  readonly after?: { readonly rank: number; readonly name: string } | undefined;
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
  /** Null: the user table was never read. */
  readonly usersUsed: number | null;
  /** Null where the BMC does not tell. */
  readonly usersMax: number | null;
  readonly usersFree: number | null;
  /** On the BMC and neither Postern's nor its login. */
  readonly foreignUsers: number;
  /** Of these, those that somebody has to decide of. */
  readonly usersToJudge: number;
  readonly loginChangedAt: Date | null;
  /** Set: the stored login is older than its site allows, or its replacement has failed. */
  readonly rotationTrouble: 'late' | 'failed' | null;
  /** Set while the server is not handed over although it should be. */
  readonly handOverSince: Date | null;
  /** Where it stands in the order that was asked for, before its name. */
  readonly rank: number;
}

/** One page of servers with their BMCs in the order asked for, and one row more if there is a next page. */
export function listServerSetups(
  tx: Tx,
  scope: TenantScope,
  filter: ServerSetupFilter,
): Promise<ServerSetup[]> {
  const rank = ranks[filter.order ?? 'name'];
  const conditions = [
    scope.organisationId !== null && Prisma.sql`s.organisation_id = ${scope.organisationId}::uuid`,
    filter.siteId !== undefined && Prisma.sql`s.site_id = ${filter.siteId}::uuid`,
    filter.trouble !== undefined && troubled[filter.trouble],
    filter.after !== undefined &&
      Prisma.sql`(${rank}, s.name) > (${filter.after.rank}::int, ${filter.after.name})`,
    filter.search !== undefined && filter.search.trim() !== '' && matches(filter.search.trim()),
  ].filter((condition) => condition instanceof Prisma.Sql);
  return tx.$queryRaw`
    select s.id, s.name, s.rack, s.serial, t.name as "siteName", o.name as "organisationName",
           b.host as "bmcHost", b.port as "bmcPort", coalesce(${certificateChanged}, false) as "certificateChanged",
           case when ${frozen} then b.frozen_until end as "frozenUntil",
           case when ${silent} then p.failing_since end as "silentSince",
           test.requested_at as "testedAt", test.state as "testState", test.error as "testError",
           r.used as "usersUsed", r.max_users as "usersMax", r.free as "usersFree", users.foreign_users as "foreignUsers",
           users.to_judge as "usersToJudge", login.changed_at as "loginChangedAt",
           case when ${rotationFailed} then 'failed' when ${rotationLate} then 'late' end as "rotationTrouble",
           case when ${notHandedOver} then h.requested_at end as "handOverSince", ${rank} as rank
      from server s
      join site t on t.id = s.site_id
      left join organisation o on o.id = s.organisation_id
      left join bmc b on b.server_id = s.id
      left join power_reading p on p.server_id = s.id
      left join lateral (
        select a.requested_at, a.state, a.error from action a
         where a.server_id = s.id and a.kind = 'bmc-test'
         order by a.requested_at desc limit 1) test on true
      left join user_table_reading r on r.bmc_id = b.id
      left join bmc_secret_age login on login.bmc_id = b.id and login.kind = 'login'
      left join hand_over h on h.server_id = s.id and h.state = 'open'
      left join lateral (
        select a.state, a.finished_at from action a
         where a.server_id = s.id and a.kind = 'rotate-credential' and a.finished_at is not null
         order by a.requested_at desc limit 1) rotation on true
      cross join lateral (
        select count(*)::int as foreign_users, (count(*) filter (where ${isToJudge}))::int as to_judge
          from bmc_user u where u.bmc_id = b.id and u.kind = 'foreign' and u.gone_at is null) users
     where ${Prisma.join([Prisma.sql`true`, ...conditions], ' and ')}
     order by ${rank}, s.name
     limit ${filter.limit + 1}`;
}

const frozen = Prisma.sql`b.frozen_until > clock_timestamp()`;
const silent = Prisma.sql`b.id is not null
  and p.failing_since < clock_timestamp() - make_interval(secs => ${silentAfterSeconds})`;
const certificateChanged = Prisma.sql`b.protocol = 'redfish' and b.certificate_seen->>'sha256' <> b.certificate_pin`;
const rotationFailed = Prisma.sql`(rotation.state in ('failed', 'unknown')
  and login.changed_at < rotation.finished_at)`;
const rotationLate = Prisma.sql`(t.rotate_after_days is not null and login.changed_at
  < now() - make_interval(days => t.rotate_after_days, hours => ${rotationSlackHours}))`;
const notHandedOver = Prisma.sql`(h.id is not null
  and (h.attempts > 0 or h.requested_at < now() - make_interval(secs => ${handOverDueSeconds})))`;
const nearlyFull = Prisma.sql`(r.free is not null and r.free <= ${nearlyFullAtFree})`;
const ranks: Record<SetupOrder, Prisma.Sql> = {
  name: Prisma.sql`0::int`,
  'not-ours': Prisma.sql`(-users.foreign_users)`,
  full: Prisma.sql`coalesce(r.free, 1000)`,
};
const troubled: Record<SetupTrouble, Prisma.Sql> = {
  'certificate-changed': Prisma.sql`(${certificateChanged})`,
  frozen,
  silent: Prisma.sql`(${silent})`,
  'test-failed': Prisma.sql`test.state in ('failed', 'unknown')`,
  'no-bmc': Prisma.sql`b.id is null`,
  foreign: Prisma.sql`users.to_judge > 0`,
  'nearly-full': nearlyFull,
  'not-handed-over': notHandedOver,
  rotation: Prisma.sql`(${rotationFailed} or ${rotationLate})`,
};

function matches(search: string): Prisma.Sql {
  const part = containing(search);
  return Prisma.sql`(s.name ilike ${part} or s.rack ilike ${part} or s.serial ilike ${part} or o.name ilike ${part}
    or b.host ilike ${part} or exists (select from unnest(s.ip_addresses) address where address ilike ${part}))`;
}
