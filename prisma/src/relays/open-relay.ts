import type { AuditEvent } from '@postern/domain';
import { appendAuditEvent } from '../audit/append-audit-event.ts';
import { brokerGoneAfterSeconds } from '../brokers/list-brokers.ts';
import type { Database, Tx } from '../client.ts';
import { constraintMet } from '../constraint-met.ts';

/**
 * `carried-elsewhere`: another living broker carries this grant. `address-in-use`: another open relay has this address.
 * `not-wanted`: the grant is over, or its account not being made.
 */
export type RelayOpening = 'opened' | 'carried-elsewhere' | 'address-in-use' | 'not-wanted';

/**
 * Enters the relay that a broker has bound for a grant, or moves the grant's relay to it: from a closed one, from a dead
 * broker, from its own earlier life, or from anybody when the broker holds the grant's claim.
 */
export async function openRelay(
  db: Database,
  relay: {
    readonly grantId: string;
    readonly brokerId: string;
    readonly host: string;
    readonly port: number;
    readonly event: AuditEvent;
  },
): Promise<RelayOpening> {
  try {
    return await db.transaction(async (tx) => {
      const opening = await enter(tx, relay);
      if (opening === 'opened') await appendAuditEvent(tx, relay.event);
      return opening;
    });
  } catch (error) {
    if (constraintMet(error) === 'unique') return 'address-in-use';
    throw error;
  }
}

async function enter(
  tx: Tx,
  { grantId, brokerId, host, port }: Parameters<typeof openRelay>[1],
): Promise<RelayOpening> {
  // The lock keeps a grant from ending between the look and the row.
  const [wanted] = await tx.$queryRaw<unknown[]>`
    select from access_grant where id = ${grantId}::uuid and state in ('provisioning', 'active') for share`;
  if (wanted === undefined) return 'not-wanted';
  const entered = await tx.$executeRaw`
    insert into relay as r (grant_id, broker_id, host, port, opened_at)
    values (${grantId}::uuid, ${brokerId}::uuid, ${host}, ${port}::int, clock_timestamp())
    on conflict (grant_id) do update
      set broker_id = excluded.broker_id, host = excluded.host, port = excluded.port, opened_at = excluded.opened_at,
          closed_at = null, close_reason = null
      where r.closed_at is not null or r.broker_id = excluded.broker_id
         or exists (select from broker k where k.id = r.broker_id
              and k.heartbeat_at <= clock_timestamp() - make_interval(secs => ${brokerGoneAfterSeconds}))
         or exists (select from access_grant g where g.id = r.grant_id and g.state = 'provisioning'
              and g.claimed_by = excluded.broker_id)`;
  return entered === 1 ? 'opened' : 'carried-elsewhere';
}
