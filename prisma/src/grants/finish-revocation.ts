import type { AuditEvent, RevocationProof } from '@postern/domain';
import { appendAuditEvent } from '../audit/append-audit-event.ts';
import type { Database, Tx } from '../client.ts';

export interface FinishedRevocation {
  readonly grantId: string;
  /** Null when the BMC never heard of the grant. */
  readonly account: { readonly accountId: string; readonly tainted: boolean } | null;
  readonly proof: (checkedAt: Date) => RevocationProof;
  readonly event: AuditEvent;
}

/**
 * Stores the proof that an account is gone, empties its passwords and calls the grant revoked: all of it or nothing.
 * `tainted`: its slot still carries a leftover and is not used again. `undefined`: the grant is revoked already.
 */
export async function finishRevocation(
  db: Database,
  revocation: FinishedRevocation,
): Promise<{ readonly secondsLate: number } | undefined> {
  return db.transaction((tx) => finishRevocationIn(tx, revocation));
}

/** The same in a transaction of the caller's. */
export async function finishRevocationIn(
  tx: Tx,
  { grantId, account, proof, event }: FinishedRevocation,
): Promise<{ readonly secondsLate: number } | undefined> {
  const [revoking] = await tx.$queryRaw<{ now: Date }[]>`
    select clock_timestamp() as now from access_grant
     where id = ${grantId}::uuid and state = 'revoking' for update`;
  if (revoking === undefined) return undefined;
  if (account !== null) await emptyAccount(tx, { grantId, ...account });
  const [revoked] = await tx.$queryRaw<{ secondsLate: number }[]>`
    update access_grant
       set state = 'revoked', revoked_at = clock_timestamp(), claimed_by = null, claimed_until = null,
           proof = ${JSON.stringify(proof(revoking.now))}::jsonb
     where id = ${grantId}::uuid and state = 'revoking'
       and not exists (select from account a where a.grant_id = access_grant.id and a.gone_at is null)
    -- An end that was asked for comes before ends_at, an expiry that nobody saw comes after it.
    returning extract(epoch from revoked_at - least(ends_at, (
      select old.state_since from access_grant old where old.id = access_grant.id)))::float8 as "secondsLate"`;
  if (revoked === undefined) throw new Error(`grant ${grantId} still has an account that is not proven gone`);
  await appendAuditEvent(tx, event);
  return revoked;
}

async function emptyAccount(
  tx: Tx,
  account: { readonly grantId: string; readonly accountId: string; readonly tainted: boolean },
): Promise<void> {
  await tx.$executeRaw`
    update account
       set gone_at = clock_timestamp(), tainted = ${account.tainted}, password_for_tenant = null,
           password_for_broker = null
     where id = ${account.accountId}::uuid and grant_id = ${account.grantId}::uuid and gone_at is null`;
}
