import type { AuditActor, AuditEvent, GrantEndCause, GrantState, RevocationProof } from '@postern/domain';
import { appendAuditEvent } from '../audit/append-audit-event.ts';
import type { Database, Tx } from '../client.ts';
import { finishRevocationIn } from '../grants/finish-revocation.ts';
import { transitionGrant } from '../grants/transition-grant.ts';

export interface JournaledRemoval {
  /** The journal's id of this entry. */
  readonly id: string;
  readonly brokerId: string;
  readonly actor: AuditActor;
  readonly accountId: string;
  readonly grantId: string;
  readonly cause: 'time-over' | 'break-glass' | 'lost-by-restore';
  readonly evidence: Omit<RevocationProof, 'checkedAt'>;
  /** Seconds since the proof by a clock that did not step; `hostTime` where that is not known. */
  readonly provenSecondsAgo: number | undefined;
  readonly hostTime: Date;
}

/**
 * `recorded`: state, proof and audit event are in, all of it. `known`: it was recorded before, by this entry or by another
 * proof of the same end. `no-row`: this database has never heard of the account; only the event is written.
 */
export type RecordedAs = 'recorded' | 'known' | 'no-row';

/** Catches up with a removal that was done, and proven, while it could not be written here. Exactly once. */
export function recordJournaledRemoval(db: Database, removal: JournaledRemoval): Promise<RecordedAs> {
  return db.transaction(async (tx) => {
    if (!(await isFirstTime(tx, removal))) return 'known';
    const [row] = await tx.$queryRaw<{ state: GrantState; over: boolean; isGone: boolean; provenAt: Date }[]>`
      select g.state, coalesce(g.ends_at <= now(), false) as over, a.gone_at is not null as "isGone",
             case when ${removal.provenSecondsAgo ?? null}::float8 is null then ${removal.hostTime}::timestamptz
                  else clock_timestamp() - make_interval(secs => ${removal.provenSecondsAgo ?? null}::float8)
             end as "provenAt"
        from access_grant g join account a on a.grant_id = g.id
       where a.id = ${removal.accountId}::uuid and g.id = ${removal.grantId}::uuid
         for update of g`;
    if (row === undefined) {
      await appendAuditEvent(tx, eventOf(removal, removal.hostTime));
      return 'no-row';
    }
    if (row.isGone) return 'known';
    await bringToItsEnd(tx, removal, row);
    const { readBack } = removal.evidence;
    const finished = await finishRevocationIn(tx, {
      grantId: removal.grantId,
      account: { accountId: removal.accountId, tainted: readBack === 'disabled-unnamed' },
      proof: () => ({ ...removal.evidence, checkedAt: row.provenAt.toISOString() }),
      event: await withItsSubject(tx, removal, row.provenAt),
    });
    if (finished === undefined) throw new Error(`grant ${removal.grantId} could not be ended`);
    return 'recorded';
  });
}

/** The key of what only this broker knows: a second attempt finds it, in whatever way the first one was lost. */
export async function isFirstTime(
  tx: Tx,
  { id, brokerId }: { readonly id: string; readonly brokerId: string },
): Promise<boolean> {
  const inserted = await tx.$executeRaw`
    insert into journal_record (id, broker_id) values (${id}::uuid, ${brokerId}::uuid) on conflict do nothing`;
  return inserted === 1;
}

async function bringToItsEnd(
  tx: Tx,
  { grantId, actor, cause }: JournaledRemoval,
  { state, over }: { readonly state: GrantState; readonly over: boolean },
): Promise<void> {
  if (state !== 'provisioning' && state !== 'active') return;
  const endCause = endCauseOf(cause, over);
  const type = endCause === 'expired' ? 'grant.expired' : 'grant.end-requested';
  await transitionGrant(tx, {
    grantId,
    from: state,
    to: 'revoking',
    set: { endCause },
    event: { type, actor, outcome: 'ok', details: { cause: endCause, databaseAway: true } },
  });
}

/** An end that the broker could not have seen moved is told as what it was. */
function endCauseOf(cause: JournaledRemoval['cause'], over: boolean): GrantEndCause {
  if (cause === 'break-glass') return 'break-glass';
  return over ? 'expired' : 'database-away';
}

async function withItsSubject(tx: Tx, removal: JournaledRemoval, provenAt: Date): Promise<AuditEvent> {
  const [grant] = await tx.$queryRaw<{ serverId: string; organisationId: string }[]>`
    select server_id as "serverId", organisation_id as "organisationId" from access_grant
     where id = ${removal.grantId}::uuid`;
  return { ...eventOf(removal, provenAt), ...grant, grantId: removal.grantId };
}

function eventOf({ actor, cause, evidence, accountId }: JournaledRemoval, provenAt: Date): AuditEvent {
  return {
    type: 'grant.revoked',
    actor,
    outcome: 'ok',
    details: {
      cause,
      databaseAway: true,
      provenAt: provenAt.toISOString(),
      accountId,
      readBack: evidence.readBack,
      login: evidence.login,
      sessionsEnded: evidence.sessionsEnded,
      sessionsRemaining: evidence.sessionsRemaining,
      sessionsTold: evidence.sessionsTold,
      refusedSteps: evidence.refusedSteps.join(' '),
    },
  };
}
