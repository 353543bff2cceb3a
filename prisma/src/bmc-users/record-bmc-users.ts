import { type ForeignReport, type RememberedBmcUser, reportOf, type SeenBmcUser } from '@postern/domain';
import type { Tx } from '../client.ts';

/** A BMC's user table as it was just read. */
export interface SeenUserTable {
  readonly bmcId: string;
  readonly users: readonly SeenBmcUser[];
  /** Null where the BMC does not tell. */
  readonly maxUsers: number | null;
  readonly used: number;
  /** Places that an account of ours could take; null where the BMC does not tell. */
  readonly free: number | null;
}

/** A foreign user that somebody has to hear of. */
export interface ForeignFinding {
  readonly user: SeenBmcUser;
  readonly report: ForeignReport;
  /** Who stood in his slot at the look before. */
  readonly formerName: string | null;
}

/**
 * Keeps what was seen and tells what has to be reported now. Call it under the BMC's lease, in one transaction with the
 * audit events of the findings: each is told once.
 */
export async function recordBmcUsers(tx: Tx, seen: SeenUserTable): Promise<readonly ForeignFinding[]> {
  const before = await tx.$queryRaw<RememberedBmcUser[]>`
    select slot, name, kind, privilege, state, gone_at is not null as gone,
           case when verdict_at >= reported_at then verdict end as verdict
      from bmc_user where bmc_id = ${seen.bmcId}::uuid`;
  const findings: ForeignFinding[] = [];
  const rows = seen.users.map((user) => {
    const report = reportOf(
      before.find((known) => known.slot === user.slot && known.name === user.name),
      user,
    );
    if (report !== null) findings.push({ user, report, formerName: formerNameOf(before, user) });
    return { ...user, reported: report !== null };
  });
  await tx.$executeRaw`
    insert into bmc_user as held (bmc_id, slot, name, kind, privilege, state, fixed_name, reported_at)
    select ${seen.bmcId}::uuid, slot, name, kind, privilege, state, "fixedName",
           case when reported then clock_timestamp() end
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as seen (
        slot int, name text, kind text, privilege text, state text, "fixedName" boolean, reported boolean)
    on conflict (bmc_id, coalesce(slot, 0), name) do update set
      kind = excluded.kind, privilege = excluded.privilege, state = excluded.state, fixed_name = excluded.fixed_name,
      last_seen_at = clock_timestamp(), gone_at = null,
      reported_at = case when excluded.kind = 'foreign' then coalesce(excluded.reported_at, held.reported_at) end`;
  await tx.$executeRaw`
    update bmc_user set gone_at = now()
     where bmc_id = ${seen.bmcId}::uuid and gone_at is null and last_seen_at < now()`;
  await tx.$executeRaw`
    insert into user_table_reading (bmc_id, max_users, used, free)
    values (${seen.bmcId}::uuid, ${seen.maxUsers}::int, ${seen.used}::int, ${seen.free}::int)
    on conflict (bmc_id) do update set
      read_at = now(), max_users = excluded.max_users, used = excluded.used, free = excluded.free`;
  return findings;
}

function formerNameOf(before: readonly RememberedBmcUser[], user: SeenBmcUser): string | null {
  const former = before.find(
    ({ slot, name, gone }) => user.slot !== null && slot === user.slot && name !== user.name && !gone,
  );
  return former?.name ?? null;
}
