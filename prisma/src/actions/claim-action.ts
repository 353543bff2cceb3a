import type { ActionKind } from '@postern/domain';
import type { Tx } from '../client.ts';
import { isEntitled } from './entitlement.ts';

/** An action to carry out now, on a BMC. */
export interface ActionToRun extends ClaimedAction {
  readonly bmcId: string;
}

export interface ClaimedAction {
  readonly actionId: string;
  readonly serverId: string;
  readonly serverName: string;
  /** Null for a look at an address before it is stored. */
  readonly bmcId: string | null;
  readonly organisationId: string | null;
  /** Null: the site's schedule. */
  readonly requestedById: string | null;
  readonly kind: ActionKind;
  /** As stored; check it with domain's `actionParameters`. */
  readonly parameters: unknown;
  /** Whether the person who asked may still do this: staff, or a tenant with an active grant on the server. */
  readonly entitled: boolean;
  /** When it was first taken up. */
  readonly startedAt: Date;
  /** Since it was asked for. */
  readonly waitedSeconds: number;
}

/**
 * Claims a site's oldest action that waits, or one whose broker died before anything was sent. A server's actions run
 * in the order in which they were asked for, over all brokers.
 */
export async function claimAction(
  tx: Tx,
  claim: { readonly siteId: string; readonly brokerId: string; readonly claimSeconds: number },
): Promise<ClaimedAction | undefined> {
  const [action] = await tx.$queryRaw<ClaimedAction[]>`
    with due as (
      select a.id from action a join server s on s.id = a.server_id left join bmc b on b.server_id = s.id
       where s.site_id = ${claim.siteId}::uuid and (b.id is not null or a.kind = 'bmc-detect')
         and (a.claimed_until is null or a.claimed_until <= now())
         and (a.state = 'requested' or (a.state = 'running' and a.sent_at is null))
         and not exists (
           select from action earlier
            where earlier.server_id = a.server_id and earlier.state in ('requested', 'running')
              and (earlier.requested_at, earlier.id) < (a.requested_at, a.id))
       order by a.requested_at, a.id
       limit 1 for update of a skip locked),
    a as (
      update action set state = 'running', started_at = coalesce(started_at, now()),
             claimed_by = ${claim.brokerId}::uuid,
             claimed_until = now() + make_interval(secs => ${claim.claimSeconds})
        from due where action.id = due.id
      returning action.*)
    select a.id as "actionId", a.server_id as "serverId", s.name as "serverName", b.id as "bmcId",
           a.organisation_id as "organisationId", a.requested_by_id as "requestedById", a.kind, a.parameters, a.started_at as "startedAt",
           extract(epoch from clock_timestamp() - a.requested_at)::float8 as "waitedSeconds",
           ${isEntitled} as entitled
      from a
      join server s on s.id = a.server_id
      left join bmc b on b.server_id = s.id`;
  return action;
}
