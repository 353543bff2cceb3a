/** The first of `items` whose JSON fits into `bytes` together. */
export function keepWithin<T>(items: readonly T[], bytes: number): readonly T[] {
  let used = 2;
  const past = items.findIndex((item) => {
    used += Buffer.byteLength(JSON.stringify(item)) + 1;
    return used > bytes;
  });
  return past === -1 ? items : items.slice(0, past);
}
