/** Gathers what comes within `gatherMs` of the first and hands it over together. */
export function createBatch<Item>(
  gatherMs: number,
  flush: (items: readonly Item[]) => void,
): (item: Item) => void {
  let gathered: Item[] = [];
  return (item) => {
    gathered.push(item);
    if (gathered.length > 1) return;
    setTimeout(() => {
      const items = gathered;
      gathered = [];
      flush(items);
    }, gatherMs);
  };
}
