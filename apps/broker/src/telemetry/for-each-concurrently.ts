/** Calls `work` for each item, at most `limit` at once. Rejects with the first failure, when the others are over. */
export async function forEachConcurrently<T>(
  items: readonly T[],
  limit: number,
  work: (item: T) => Promise<void>,
): Promise<void> {
  const queue = items.values();
  async function worker(): Promise<void> {
    // All workers take from the one iterator, so that no item is taken twice.
    for (const item of queue) await work(item);
  }
  const results = await Promise.allSettled(Array.from({ length: Math.min(limit, items.length) }, worker));
  for (const result of results) if (result.status === 'rejected') throw result.reason;
}
