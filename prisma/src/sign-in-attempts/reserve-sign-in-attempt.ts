import type { Tx } from '../client.ts';

/** Failed sign-ins within the window, oldest first, that a new attempt has to be weighed against. */
export interface EarlierFailures {
  readonly now: Date;
  /** From this address, for any e-mail. */
  readonly ofAddress: readonly Date[];
  /** For this e-mail: from this address where it is known to it, else from all unknown addresses together. */
  readonly ofEmail: readonly Date[];
}

/**
 * Weighs an attempt before its password is looked at, and notes it as failed until it is known better; so any number of
 * guesses at once count like guesses one after the other. Returns the attempt's id, or `null` where `allow` says no.
 *
 * An address that this e-mail signed in from in the last 30 days is weighed on its own: strangers who guess a person's
 * password from elsewhere cannot keep that person out.
 */
export async function reserveSignInAttempt(
  tx: Tx,
  attempt: { readonly email: string; readonly sourceAddress: string; readonly windowSeconds: number },
  allow: (failures: EarlierFailures) => boolean,
): Promise<{ readonly attemptId: bigint } | null> {
  const { email, sourceAddress, windowSeconds } = attempt;
  // Always in this order, so that two attempts cannot wait for each other.
  await tx.$executeRaw`select pg_advisory_xact_lock(hashtextextended(${`sign-in address ${sourceAddress}`}, 0))`;
  await tx.$executeRaw`select pg_advisory_xact_lock(hashtextextended(${`sign-in e-mail ${email}`}, 0))`;
  const [failures] = await tx.$queryRaw<EarlierFailures[]>`
    with known as (
      select distinct source_address from sign_in_attempt
       where email = ${email} and succeeded and at > now() - interval '30 days'
    ), failure as (
      select email, source_address, at from sign_in_attempt
       where not succeeded and at > clock_timestamp() - make_interval(secs => ${windowSeconds}::float8)
         and (email = ${email} or source_address = ${sourceAddress})
    )
    select clock_timestamp() as now,
      coalesce(array_agg(at order by at) filter (where source_address = ${sourceAddress}), '{}') as "ofAddress",
      coalesce(array_agg(at order by at) filter (where email = ${email} and case
        when ${sourceAddress} in (select source_address from known) then source_address = ${sourceAddress}
        else source_address not in (select source_address from known) end), '{}') as "ofEmail"
      from failure`;
  if (failures === undefined || !allow(failures)) return null;
  const [row] = await tx.$queryRaw<{ attemptId: bigint }[]>`
    insert into sign_in_attempt (email, source_address, succeeded, at)
    values (${email}, ${sourceAddress}, false, clock_timestamp())
    returning id as "attemptId"`;
  return row ?? null;
}
