import type { Tx } from '../client.ts';

export interface WebSessionOverview {
  readonly id: string;
  readonly createdAt: Date;
  /** Noted once a minute at most: see `readViewer`. */
  readonly lastSeenAt: Date;
  readonly sourceAddress: string | null;
  readonly userAgent: string | null;
}

/** A person's sign-ins that stand, last seen first. */
export function listWebSessions(tx: Tx, userId: string): Promise<WebSessionOverview[]> {
  return tx.$queryRaw`
    select id, created_at as "createdAt", last_seen_at as "lastSeenAt", source_address as "sourceAddress",
           user_agent as "userAgent"
      from web_session
     where user_id = ${userId}::uuid and revoked_at is null and expires_at > clock_timestamp()
     order by last_seen_at desc, id`;
}
