import type { BmcUserKind, BmcUserPrivilege, BmcUserState, BmcUserVerdict } from '@postern/domain';
import type { Tx } from '../client.ts';
import { isToJudge } from './users-to-judge.ts';

/** A user of a BMC as he was last seen. */
export interface BmcUserRow {
  readonly id: string;
  readonly bmcId: string;
  readonly serverId: string;
  readonly slot: number | null;
  readonly name: string;
  readonly kind: BmcUserKind;
  readonly privilege: BmcUserPrivilege;
  readonly state: BmcUserState;
  readonly fixedName: boolean;
  readonly firstSeenAt: Date;
  readonly lastSeenAt: Date;
  readonly goneAt: Date | null;
  readonly reportedAt: Date | null;
  /** What was last decided, also where it no longer holds. */
  readonly verdict: BmcUserVerdict | null;
  readonly verdictNote: string | null;
  readonly verdictByName: string | null;
  readonly verdictAt: Date | null;
  /** Somebody has to decide. */
  readonly toJudge: boolean;
}

export interface UserTableCount {
  readonly readAt: Date;
  readonly maxUsers: number | null;
  readonly used: number;
  readonly free: number | null;
}

/** Who is on a server's BMC, and foreign users who were there within the last days, by slot and name. */
export function listBmcUsers(tx: Tx, { serverId }: { readonly serverId: string }): Promise<BmcUserRow[]> {
  return tx.$queryRaw`
    select u.id, u.bmc_id as "bmcId", b.server_id as "serverId", u.slot, u.name, u.kind, u.privilege, u.state,
           u.fixed_name as "fixedName", u.first_seen_at as "firstSeenAt", u.last_seen_at as "lastSeenAt",
           u.gone_at as "goneAt", u.reported_at as "reportedAt", u.verdict, u.verdict_note as "verdictNote",
           by.name as "verdictByName", u.verdict_at as "verdictAt", ${isToJudge} as "toJudge"
      from bmc_user u
      join bmc b on b.id = u.bmc_id
      left join app_user by on by.id = u.verdict_by_id
     where b.server_id = ${serverId}::uuid
       and (u.gone_at is null or (u.kind = 'foreign' and u.gone_at > now() - interval '90 days'))
     order by u.gone_at is not null, u.slot nulls last, u.name`;
}

export async function readUserTableCount(
  tx: Tx,
  { serverId }: { readonly serverId: string },
): Promise<UserTableCount | null> {
  return tx.userTableReading.findFirst({
    where: { bmc: { serverId } },
    select: { readAt: true, maxUsers: true, used: true, free: true },
  });
}
