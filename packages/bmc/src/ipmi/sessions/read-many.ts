import type { Session } from './session.ts';

/** Reads one thing after the other, or as many at once as the BMC bears. Results in the order of `items`. */
export async function readMany<Item, Result>(
  session: Pick<Session, 'outstanding'>,
  items: readonly Item[],
  read: (item: Item) => Promise<Result>,
): Promise<readonly Result[]> {
  const results: Result[] = [];
  for (let start = 0; start < items.length; start += session.outstanding)
    results.push(...(await Promise.all(items.slice(start, start + session.outstanding).map(read))));
  return results;
}
