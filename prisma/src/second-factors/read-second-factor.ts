import type { Tx } from '../client.ts';

export interface SecondFactorOverview {
  readonly addedAt: Date;
  /** Recovery codes that have not been used. */
  readonly codesLeft: number;
}

/** What may be told of somebody's second factor; `null`: he has none. */
export async function readSecondFactor(tx: Tx, userId: string): Promise<SecondFactorOverview | null> {
  const [row] = await tx.$queryRaw<SecondFactorOverview[]>`
    select f.added_at as "addedAt",
           (select count(*)::int from recovery_code c where c.user_id = f.user_id and c.used_at is null) as "codesLeft"
      from second_factor f where f.user_id = ${userId}::uuid`;
  return row ?? null;
}

/** The sealed secret of somebody's second factor; `null`: he has none. */
export async function readSealedSecondFactor(tx: Tx, userId: string): Promise<string | null> {
  const [row] = await tx.$queryRaw<{ sealed: string }[]>`
    select sealed from second_factor where user_id = ${userId}::uuid`;
  return row?.sealed ?? null;
}
