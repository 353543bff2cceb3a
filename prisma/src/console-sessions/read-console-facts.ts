import type { GrantEndCause, GrantScope, GrantState, Role } from '@postern/domain';
import type { Tx } from '../client.ts';

/** Who looks at what, on whose permission. `key` is the caller's own name for it. */
export interface ConsoleSubject {
  readonly key: string;
  readonly serverId: string;
  readonly grantId: string | null;
  readonly userId: string;
  readonly webSessionId: string;
}

/** What decides, now, whether a console may be open and where it leads. All instants are judged by the database. */
export interface ConsoleFacts {
  readonly key: string;
  readonly viewer: {
    readonly userId: string;
    readonly name: string;
    readonly email: string;
    readonly role: Role;
    readonly organisationId: string | null;
    readonly webSessionId: string;
  };
  readonly userDisabled: boolean;
  readonly organisationSuspended: boolean;
  /** The viewer's sign-in is his, not revoked and not over. */
  readonly signedIn: boolean;
  readonly server: {
    readonly id: string;
    readonly name: string;
    readonly organisationId: string | null;
  };
  /** The server was to be handed over after this console had opened. `key` is the id of its row. */
  readonly handedOver: boolean;
  /** `null`: the ticket names none (staff), or the grant is not for this server. */
  readonly grant: {
    readonly id: string;
    readonly state: GrantState;
    readonly endCause: GrantEndCause | null;
    readonly organisationId: string;
    readonly scopes: readonly GrantScope[];
    /** Negative when the end has passed; `null` for a permanent grant. */
    readonly secondsLeft: number | null;
    /** What an open console may go on for after the end; 0 for none. In the grace `secondsLeft` counts to its end. */
    readonly graceSeconds: number;
    readonly inGrace: boolean;
  } | null;
  readonly bmc: {
    readonly id: string;
    readonly screenProtocol: string;
    readonly screenHost: string | null;
    readonly screenPort: number | null;
    readonly serialOverLan: boolean;
    /** Sealed VNC password of the screen. */
    readonly sealedScreenPassword: string | null;
  } | null;
}

/**
 * The facts about some consoles, in one question. A subject whose user, sign-in or server no longer exists is missing
 * from the answer, and so must not be open.
 */
export async function readConsoleFacts(tx: Tx, subjects: readonly ConsoleSubject[]): Promise<ConsoleFacts[]> {
  if (subjects.length === 0) return [];
  const rows = await tx.$queryRaw<{ facts: ConsoleFacts }[]>`
    with subject as (
      select key, server_id::uuid, grant_id::uuid, user_id::uuid, web_session_id::uuid
        from unnest(
          ${subjects.map(({ key }) => key)}::text[], ${subjects.map(({ serverId }) => serverId)}::text[],
          ${subjects.map(({ grantId }) => grantId)}::text[], ${subjects.map(({ userId }) => userId)}::text[],
          ${subjects.map(({ webSessionId }) => webSessionId)}::text[]
        ) as s (key, server_id, grant_id, user_id, web_session_id)
    )
    select json_build_object(
      'key', subject.key,
      'viewer', json_build_object('userId', u.id, 'name', u.name, 'email', u.email, 'role', u.role,
        'organisationId', u.organisation_id, 'webSessionId', w.id),
      'userDisabled', u.disabled_at is not null,
      'organisationSuspended', coalesce(o.suspended_at is not null, false),
      'signedIn', w.user_id = u.id and w.revoked_at is null and w.expires_at > clock_timestamp(),
      'server', json_build_object('id', s.id, 'name', s.name, 'organisationId', s.organisation_id),
      'handedOver', exists (
        select from console_session c join hand_over h on h.server_id = c.server_id
         where c.server_id = s.id and c.id::text = subject.key and h.requested_at > c.opened_at),
      'grant', case when g.id is not null then json_build_object('id', g.id, 'state', g.state,
        'endCause', g.end_cause, 'organisationId', g.organisation_id,
        'scopes', g.scopes, 'graceSeconds', g.grace_seconds, 'inGrace', g.grace_started_at is not null,
        'secondsLeft', extract(epoch from g.ends_at - clock_timestamp())::float8) end,
      'bmc', case when b.id is not null then json_build_object('id', b.id, 'screenProtocol', b.screen_protocol,
        'screenHost', b.screen_host, 'screenPort', b.screen_port, 'serialOverLan', b.serial_over_lan,
        'sealedScreenPassword', k.sealed) end
    ) as facts
      from subject
      join app_user u on u.id = subject.user_id
      join web_session w on w.id = subject.web_session_id
      join server s on s.id = subject.server_id
      left join organisation o on o.id = u.organisation_id
      left join access_grant g on g.id = subject.grant_id and g.server_id = s.id
      left join bmc b on b.server_id = s.id
      left join bmc_secret k on k.bmc_id = b.id and k.kind = 'screen'`;
  return rows.map(({ facts }) => facts);
}
