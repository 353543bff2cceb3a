import { clockOffsetLimitMs } from '@postern/domain';
import type { Tx } from '../client.ts';

/** A broker whose last heartbeat is older than this counts as gone. */
export const brokerGoneAfterSeconds = 15;

export interface BrokerOverview {
  readonly id: string;
  readonly name: string;
  readonly siteId: string;
  readonly siteName: string;
  readonly version: string;
  readonly consoleUrl: string;
  readonly guacdAvailable: boolean;
  readonly startedAt: Date;
  readonly heartbeatAt: Date;
  readonly clockOffsetMs: number;
  readonly alive: boolean;
}

/** All brokers, by site and name. `alive` is judged by the database's clock. */
export function listBrokers(tx: Tx): Promise<BrokerOverview[]> {
  return tx.$queryRaw`
    select b.id, b.name, b.site_id as "siteId", s.name as "siteName", b.version, b.console_url as "consoleUrl",
           b.guacd_available as "guacdAvailable", b.started_at as "startedAt", b.heartbeat_at as "heartbeatAt",
           b.clock_offset_ms as "clockOffsetMs",
           b.heartbeat_at > clock_timestamp() - make_interval(secs => ${brokerGoneAfterSeconds}) as alive
      from broker b join site s on s.id = b.site_id
     order by s.name, b.name`;
}

/** Sites that have a living broker now. */
export async function sitesWithBroker(tx: Tx): Promise<ReadonlySet<string>> {
  const rows = await tx.$queryRaw<{ siteId: string }[]>`
    select distinct site_id as "siteId" from broker
     where heartbeat_at > clock_timestamp() - make_interval(secs => ${brokerGoneAfterSeconds})`;
  return new Set(rows.map(({ siteId }) => siteId));
}

/** True when every living broker of a site has a clock that is too far from the database's; false without a broker. */
export async function siteClocksAreOff(tx: Tx, siteId: string): Promise<boolean> {
  const [row] = await tx.$queryRaw<{ off: boolean | null }[]>`
    select bool_and(abs(clock_offset_ms) > ${clockOffsetLimitMs}::int) as off from broker
     where site_id = ${siteId}::uuid
       and heartbeat_at > clock_timestamp() - make_interval(secs => ${brokerGoneAfterSeconds})`;
  return row?.off ?? false;
}

/** The living broker of a site that carries the fewest consoles, guacd's owners first; `null`: none lives. */
export async function chooseConsoleBroker(
  tx: Tx,
  siteId: string,
): Promise<{ readonly brokerId: string; readonly consoleUrl: string } | null> {
  const [broker] = await tx.$queryRaw<{ brokerId: string; consoleUrl: string }[]>`
    select b.id as "brokerId", b.console_url as "consoleUrl"
      from broker b
     where b.site_id = ${siteId}::uuid
       and b.heartbeat_at > clock_timestamp() - make_interval(secs => ${brokerGoneAfterSeconds})
     order by b.guacd_available desc,
       (select count(*) from console_session c where c.broker_id = b.id and c.closed_at is null), b.id
     limit 1`;
  return broker ?? null;
}
