import type { GrantEndCause, GrantState } from '@postern/domain';
import { brokerGoneAfterSeconds } from '../brokers/list-brokers.ts';
import type { Tx } from '../client.ts';
import type { RelayCounts } from './relay-row.ts';

/** What decides, now, whether a grant's datagrams may be carried, for whom, where to, and by which broker. */
export interface RelayFacts {
  readonly grantId: string;
  readonly serverId: string;
  readonly organisationId: string;
  readonly state: GrantState;
  readonly endCause: GrantEndCause | null;
  /** Negative when the end has passed; `null` for a permanent grant, or one whose time has not begun. */
  readonly secondsLeft: number | null;
  /** Its time is over; an open console may finish, tools may not. */
  readonly inGrace: boolean;
  readonly organisationSuspended: boolean;
  readonly holderDisabled: boolean;
  readonly serverReassigned: boolean;
  readonly sources: { readonly ipv4: string | null; readonly ipv6: string | null };
  readonly bmc: { readonly host: string; readonly port: number };
  /** The grant's live account, its password sealed to the site's key. */
  readonly account: { readonly accountId: string; readonly passwordForBroker: string } | null;
  readonly relay: {
    readonly brokerId: string;
    /** Its broker was heard of within the last seconds. */
    readonly brokerAlive: boolean;
    readonly host: string;
    readonly port: number;
    readonly open: boolean;
    readonly counts: RelayCounts;
    readonly sessionIds: readonly number[];
  } | null;
}

/** The grants of a site that are carried now, and those of `grantIds` whatever they are. `only`: no others than these. */
export async function readRelayFacts(
  tx: Tx,
  which: {
    readonly siteId: string;
    readonly grantIds: readonly string[];
    readonly only?: boolean;
  },
): Promise<RelayFacts[]> {
  const { siteId, grantIds, only = false } = which;
  const rows = await tx.$queryRaw<{ facts: RelayFacts }[]>`
    select json_build_object(
      'grantId', g.id, 'serverId', g.server_id, 'organisationId', g.organisation_id, 'state', g.state,
      'endCause', g.end_cause, 'secondsLeft', extract(epoch from g.ends_at - clock_timestamp())::float8,
      'inGrace', g.grace_started_at is not null, 'organisationSuspended', o.suspended_at is not null,
      'holderDisabled', coalesce(u.disabled_at is not null, false),
      'serverReassigned', s.organisation_id is distinct from g.organisation_id,
      'sources', json_build_object('ipv4', host(g.source_ipv4), 'ipv6', host(g.source_ipv6)),
      'bmc', json_build_object('host', b.host, 'port', b.port),
      'account', case when a.id is not null then
        json_build_object('accountId', a.id, 'passwordForBroker', a.password_for_broker) end,
      'relay', case when r.grant_id is not null then json_build_object('brokerId', r.broker_id,
        'brokerAlive', k.heartbeat_at > clock_timestamp() - make_interval(secs => ${brokerGoneAfterSeconds}),
        'host', r.host, 'port', r.port, 'open', r.closed_at is null,
        'counts', json_build_object('datagramsToBmc', r.datagrams_to_bmc, 'bytesToBmc', r.bytes_to_bmc,
          'datagramsToClient', r.datagrams_to_client, 'bytesToClient', r.bytes_to_client, 'refused', r.refused),
        'sessionIds', r.session_ids) end
    ) as facts
      from access_grant g
      join server s on s.id = g.server_id
      join organisation o on o.id = g.organisation_id
      join bmc b on b.id = g.bmc_id
      left join app_user u on u.id = g.holder_id
      left join account a on a.grant_id = g.id and a.gone_at is null
      left join relay r on r.grant_id = g.id
      left join broker k on k.id = r.broker_id
     where s.site_id = ${siteId}::uuid
       and ((not ${only} and g.state = 'active' and g.access_path = 'carried') or g.id = any (${grantIds}::uuid[]))`;
  return rows.map(({ facts }) => facts);
}
