/** Up to the first NUL, without spaces at the end; what does not print becomes U+FFFD and moves no cursor. */
export function printableText(text: string): string {
  const end = text.indexOf('\0');
  const kept = end === -1 ? text : text.slice(0, end);
  return Array.from(kept, (character) =>
    /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(character) ? '\ufffd' : character,
  )
    .join('')
    .trimEnd();
}
