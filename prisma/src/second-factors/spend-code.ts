import type { Tx } from '../client.ts';

/** Takes the code of a time step (of 30 seconds, from 1970). `false`: this one or a later one was taken before. */
export async function spendStep(tx: Tx, userId: string, step: number): Promise<boolean> {
  const taken = await tx.$executeRaw`
    update second_factor set last_step = ${step}::bigint
     where user_id = ${userId}::uuid and last_step < ${step}::bigint`;
  return taken === 1;
}

/** Uses a recovery code up. `false`: it is none of this person's, or it was used before. */
export async function spendRecoveryCode(tx: Tx, userId: string, codeHash: string): Promise<boolean> {
  const used = await tx.$executeRaw`
    update recovery_code set used_at = now()
     where user_id = ${userId}::uuid and code_hash = ${codeHash} and used_at is null`;
  return used === 1;
}
