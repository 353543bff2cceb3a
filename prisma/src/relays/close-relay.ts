import type { AuditActor, RelayCloseReason } from '@postern/domain';
import { appendAuditEvent } from '../audit/append-audit-event.ts';
import { brokerGoneAfterSeconds } from '../brokers/list-brokers.ts';
import type { Database } from '../client.ts';
import { type CountedRelay, recordRelayCounts } from './record-relay-counts.ts';

interface ClosedRelay {
  readonly serverId: string;
  readonly organisationId: string;
  readonly datagrams: number;
  readonly bytes: number;
}

/** Says that a broker has cut a relay, with its last counts. False: it is not this broker's, or was closed before. */
export async function closeRelay(
  db: Database,
  relay: CountedRelay & {
    readonly brokerId: string;
    readonly reason: RelayCloseReason;
    /** How long ago it was cut, when the database could not be told at once. */
    readonly secondsAgo: number;
    readonly actor: AuditActor;
  },
): Promise<boolean> {
  const { grantId, brokerId, reason, actor } = relay;
  return db.transaction(async (tx) => {
    await recordRelayCounts(tx, { brokerId, relays: [relay] });
    const [closed] = await tx.$queryRaw<ClosedRelay[]>`
      update relay r
         set close_reason = ${reason},
             closed_at = greatest(r.opened_at, clock_timestamp() - make_interval(secs => ${relay.secondsAgo}::float8))
        from access_grant g
       where r.grant_id = ${grantId}::uuid and r.broker_id = ${brokerId}::uuid and r.closed_at is null
         and g.id = r.grant_id
      returning g.server_id as "serverId", g.organisation_id as "organisationId",
        (r.datagrams_to_bmc + r.datagrams_to_client)::float8 as datagrams,
        (r.bytes_to_bmc + r.bytes_to_client)::float8 as bytes`;
    if (closed === undefined) return false;
    const { serverId, organisationId, datagrams, bytes } = closed;
    await appendAuditEvent(tx, {
      type: 'relay.closed',
      actor,
      outcome: 'ok',
      organisationId,
      serverId,
      grantId,
      details: { reason, datagrams, bytes },
    });
    return true;
  });
}

/** Closes rows that dead brokers left open although their grants are over. Returns how many. */
export function closeOrphanedRelays(db: Database, { siteId }: { readonly siteId: string }): Promise<number> {
  return db.client.$executeRaw`
    update relay r set closed_at = clock_timestamp(), close_reason = 'broker-gone'
      from access_grant g, server s, broker k
     where r.closed_at is null and g.id = r.grant_id and s.id = g.server_id and k.id = r.broker_id
       and s.site_id = ${siteId}::uuid and g.state in ('denied', 'revoking', 'revoked')
       and k.heartbeat_at <= clock_timestamp() - make_interval(secs => ${brokerGoneAfterSeconds})`;
}
