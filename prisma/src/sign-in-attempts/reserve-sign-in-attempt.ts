import type { Tx } from '../client.ts';

/** Failed sign-ins within the window, oldest first, that a new attempt has to be weighed against. */
export interface EarlierFailures {
  readonly now: Date;
  /** From this address, for any e-mail. */
  readonly ofAddress: readonly Date[];
  /** For this e-mail: from this address where it is known to it, else from all unknown addresses together. */
  readonly ofEmail: readonly Date[];
}

/** More than one attempt adds, so that they become fewer; few, so that no sign-in waits for it. */
const mostClearedAtOnce = 20;

/**
 * Weighs an attempt before its password is looked at, and notes it as failed until it is known better; so any number of
 * guesses at once count like guesses one after the other. Returns the attempt's id, or `null` where `allow` says no.
 *
 * `emailKey` stands for the e-mail: what people type there may be a password, so only its keyed hash is stored. Attempts
 * that are too old to be weighed are cleared, whoever made them.
 *
 * An address that this e-mail signed in from in the last 30 days is weighed on its own: strangers who guess a person's
 * password from elsewhere cannot keep that person out.
 */
export async function reserveSignInAttempt(
  tx: Tx,
  attempt: { readonly emailKey: string; readonly sourceAddress: string; readonly windowSeconds: number },
  allow: (failures: EarlierFailures) => boolean,
): Promise<{ readonly attemptId: bigint } | null> {
  const { emailKey, sourceAddress, windowSeconds } = attempt;
  // Always in this order, so that two attempts cannot wait for each other.
  await tx.$executeRaw`select pg_advisory_xact_lock(hashtextextended(${`sign-in address ${sourceAddress}`}, 0))`;
  await tx.$executeRaw`select pg_advisory_xact_lock(hashtextextended(${`sign-in e-mail ${emailKey}`}, 0))`;
  await tx.$executeRaw`
    delete from sign_in_attempt where id in (
      select id from sign_in_attempt where at < now() - interval '31 days'
       order by at limit ${mostClearedAtOnce} for update skip locked)`;
  const [failures] = await tx.$queryRaw<EarlierFailures[]>`
    with known as (
      select distinct source_address from sign_in_attempt
       where email = ${emailKey} and succeeded and at > now() - interval '30 days'
    ), failure as (
      select email, source_address, at from sign_in_attempt
       where not succeeded and at > clock_timestamp() - make_interval(secs => ${windowSeconds}::float8)
         and (email = ${emailKey} or source_address = ${sourceAddress})
    )
    select clock_timestamp() as now,
      coalesce(array_agg(at order by at) filter (where source_address = ${sourceAddress}), '{}') as "ofAddress",
      coalesce(array_agg(at order by at) filter (where email = ${emailKey} and case
        when ${sourceAddress} in (select source_address from known) then source_address = ${sourceAddress}
        else source_address not in (select source_address from known) end), '{}') as "ofEmail"
      from failure`;
  if (failures === undefined || !allow(failures)) return null;
  const [row] = await tx.$queryRaw<{ attemptId: bigint }[]>`
    insert into sign_in_attempt (email, source_address, succeeded, at)
    values (${emailKey}, ${sourceAddress}, false, clock_timestamp())
    returning id as "attemptId"`;
  return row ?? null;
}
