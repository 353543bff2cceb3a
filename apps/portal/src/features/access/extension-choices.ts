/** What an extension may add, in seconds: half and all of the site's usual time, and the most there is. */
export function extensionChoices(longestSeconds: number, usualSeconds: number): number[] {
  const wholeMinutes = longestSeconds >= 60 ? longestSeconds - (longestSeconds % 60) : longestSeconds;
  const all = [Math.ceil(usualSeconds / 2), usualSeconds, 2 * usualSeconds].filter(
    (each) => each < wholeMinutes,
  );
  return [...all, wholeMinutes];
}
