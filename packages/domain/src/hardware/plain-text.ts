/**
 * Text that came from a BMC, made harmless to keep and to show: what does not print (controls, formats that turn the
 * direction of writing, line breaks) becomes a space, runs of spaces become one, and `most` characters are the limit.
 */
export function plainText(text: string, most: number): string {
  // Endless text is not worked through for the little of it that is kept.
  const printable = text
    .slice(0, 8 * most)
    .replaceAll(/[\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Zl}\p{Zp}\p{Cs}\s]+/gu, ' ')
    .trim();
  const characters = Array.from(printable);
  return characters.length <= most ? printable : `${characters.slice(0, most - 1).join('')}…`;
}
