import type { Tx } from '../client.ts';

/** A server whose hardware is to be read now, and what is known of it already. */
export interface HardwareToRead {
  readonly serverId: string;
  readonly bmcId: string;
  /** Somebody pressed the button since the last try: everything is read anew. */
  readonly asked: boolean;
  /** Since a page showed it; `null`: none ever did. */
  readonly lookedAgoSeconds: number | null;
  /** Since each part was read, or tried in vain without having been read before; `null`: never. */
  readonly inventoryAgeSeconds: number | null;
  readonly eventLogAgeSeconds: number | null;
  /** As stored; check them with domain's `sensorsContent` and `eventLogContent`. */
  readonly sensors: unknown;
  readonly eventLog: unknown;
}

/**
 * Claims the server of a site that has waited longest for a reading of its hardware. One on which a grant or an action is at
 * work is left alone until that is over.
 */
export async function claimHardwareReading(
  tx: Tx,
  claim: { readonly siteId: string; readonly brokerId: string; readonly claimSeconds: number },
): Promise<HardwareToRead | undefined> {
  const [found] = await tx.$queryRaw<HardwareToRead[]>`
    with due as (
      select w.server_id, w.tried_at from hardware_watch w
        join server s on s.id = w.server_id
        join bmc b on b.server_id = s.id
       where s.site_id = ${claim.siteId}::uuid and w.due_at <= now()
         and (w.claimed_until is null or w.claimed_until <= now())
         and not exists (select from action a
                          where a.server_id = s.id and a.state in ('requested', 'running'))
         and not exists (select from access_grant g
                          where g.server_id = s.id and (
                            g.state in ('requested', 'provisioning')
                            or (g.state = 'revoking' and g.next_attempt_at <= now())))
       order by w.due_at
       limit 1 for update of w skip locked),
    w as (
      update hardware_watch set tried_at = clock_timestamp(), claimed_by = ${claim.brokerId}::uuid,
             claimed_until = now() + make_interval(secs => ${claim.claimSeconds})
        from due where hardware_watch.server_id = due.server_id
      returning hardware_watch.*, due.tried_at as tried_before)
    select w.server_id as "serverId", b.id as "bmcId",
           coalesce(w.asked_at > coalesce(w.tried_before, '-infinity'), false) as asked,
           extract(epoch from now() - w.looked_at)::float8 as "lookedAgoSeconds",
           extract(epoch from now() - coalesce(i.read_at, i.failing_since))::float8 as "inventoryAgeSeconds",
           extract(epoch from now() - coalesce(e.read_at, e.failing_since))::float8 as "eventLogAgeSeconds",
           r.content as sensors, e.content as "eventLog"
      from w
      join bmc b on b.server_id = w.server_id
      left join hardware_reading i on i.server_id = w.server_id and i.part = 'inventory'
      left join hardware_reading r on r.server_id = w.server_id and r.part = 'sensors'
      left join hardware_reading e on e.server_id = w.server_id and e.part = 'event-log'`;
  return found;
}

/** Gives every server of a site that has a BMC its place in the queue, the new ones spread over `withinSeconds`. */
export async function watchHardwareOfSite(
  tx: Tx,
  { siteId, withinSeconds }: { readonly siteId: string; readonly withinSeconds: number },
): Promise<void> {
  await tx.$executeRaw`
    insert into hardware_watch (server_id, due_at)
    select s.id, now() + make_interval(secs => random() * ${withinSeconds}::float8)
      from server s join bmc b on b.server_id = s.id
     where s.site_id = ${siteId}::uuid
       and not exists (select from hardware_watch w where w.server_id = s.id)
    on conflict do nothing`;
}
