import type { Tx } from '../client.ts';

/** Stores a second factor with its recovery codes. `false`: the person has one. */
export async function insertSecondFactor(
  tx: Tx,
  factor: {
    readonly userId: string;
    readonly sealed: string;
    /** The step of the code that confirmed it: taken. */
    readonly step: number;
    readonly codeHashes: readonly string[];
  },
): Promise<boolean> {
  const { userId, sealed, step, codeHashes } = factor;
  const inserted = await tx.$executeRaw`
    insert into second_factor (user_id, sealed, last_step) values (${userId}::uuid, ${sealed}, ${step}::bigint)
    on conflict (user_id) do nothing`;
  if (inserted === 0) return false;
  await tx.$executeRaw`
    insert into recovery_code (user_id, code_hash) select ${userId}::uuid, unnest(${[...codeHashes]}::text[])`;
  return true;
}

/** Takes somebody's second factor away, recovery codes included. `false`: he has none. */
export async function deleteSecondFactor(tx: Tx, userId: string): Promise<boolean> {
  return (await tx.$executeRaw`delete from second_factor where user_id = ${userId}::uuid`) === 1;
}
