import type { AccessPath, AuditEvent } from '@postern/domain';
import { appendAuditEvent } from '../audit/append-audit-event.ts';
import type { Database } from '../client.ts';

export interface ActivatedGrant {
  readonly secondsSinceRequest: number;
  readonly endsAt: Date | null;
  /** Until then, by the database's clock; null when it has no end. */
  readonly secondsLeft: number | null;
}

/**
 * The account is proven to work: the grant's time starts now, by the database's clock, and ends its duration later
 * (never, when permanent). `undefined`: the grant was ended meanwhile, and nothing was written.
 */
export async function activateGrant(
  db: Database,
  activation: {
    readonly grantId: string;
    readonly accountId: string | null;
    /** Null without an account: there is nothing to reach. */
    readonly accessPath: AccessPath | null;
    readonly event: AuditEvent;
  },
): Promise<ActivatedGrant | undefined> {
  const { grantId, accountId, accessPath, event } = activation;
  return db.transaction(async (tx) => {
    const [activated] = await tx.$queryRaw<ActivatedGrant[]>`
      update access_grant
         set state = 'active', access_path = ${accessPath}::text, starts_at = now(), claimed_by = null, claimed_until = null,
             ends_at = case when permanent then null else now() + make_interval(secs => duration_seconds) end,
             last_error_code = null, last_error = null
       where id = ${grantId}::uuid and state = 'provisioning'
      returning extract(epoch from clock_timestamp() - coalesce(decided_at, requested_at))::float8 as "secondsSinceRequest",
                ends_at as "endsAt", extract(epoch from ends_at - clock_timestamp())::float8 as "secondsLeft"`;
    if (activated === undefined) return undefined;
    if (accountId !== null)
      await tx.$executeRaw`
      update account set verified_at = now() where id = ${accountId}::uuid and grant_id = ${grantId}::uuid`;
    await appendAuditEvent(tx, event);
    return activated;
  });
}
