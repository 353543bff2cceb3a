import type { Tx } from './client.ts';

/** The instant by the clock that decides: Postgres', at this statement and not at the transaction's start. */
export async function databaseNow(tx: Tx): Promise<Date> {
  const [row] = await tx.$queryRaw<{ now: Date }[]>`select clock_timestamp() as now`;
  if (row === undefined) throw new Error('Postgres returned no time');
  return row.now;
}
