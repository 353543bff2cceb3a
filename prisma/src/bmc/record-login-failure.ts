import type { Tx } from '../client.ts';

/** This many refused logins within the window stop all logins for as long as the window. */
export const refusalsUntilFrozen = 3;
export const windowMinutes = 10;

/**
 * Counts a refused login with the stored credential; the third in ten minutes freezes the BMC. `frozenUntil` is set
 * for the refusal that froze it, and null for all others. Call it in a transaction with what else is to be recorded.
 */
export async function recordLoginFailure(
  tx: Tx,
  { bmcId }: { readonly bmcId: string },
): Promise<{ readonly frozenUntil: Date | null }> {
  await tx.$executeRaw`select from bmc where id = ${bmcId}::uuid for update`; // one count at a time
  await tx.$executeRaw`insert into bmc_login_failure (bmc_id, at) values (${bmcId}::uuid, clock_timestamp())`;
  await tx.$executeRaw`
    delete from bmc_login_failure where bmc_id = ${bmcId}::uuid and at < now() - interval '1 day'`;
  const [frozen] = await tx.$queryRaw<{ frozenUntil: Date }[]>`
    update bmc set frozen_until = clock_timestamp() + make_interval(mins => ${windowMinutes})
     where id = ${bmcId}::uuid
       and (frozen_until is null or frozen_until <= clock_timestamp())
       and (select count(*) from bmc_login_failure f
             where f.bmc_id = bmc.id
               and f.at > clock_timestamp() - make_interval(mins => ${windowMinutes})) >= ${refusalsUntilFrozen}
    returning frozen_until as "frozenUntil"`;
  return frozen ?? { frozenUntil: null };
}
