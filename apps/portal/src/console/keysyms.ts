/** X11 keysyms that the page sends by name (keysymdef.h). */
export const keysym = {
  backspace: 0xff08,
  tab: 0xff09,
  enter: 0xff0d,
  escape: 0xff1b,
  insert: 0xff63,
  delete: 0xffff,
  home: 0xff50,
  end: 0xff57,
  left: 0xff51,
  up: 0xff52,
  right: 0xff53,
  down: 0xff54,
  pageUp: 0xff55,
  pageDown: 0xff56,
  print: 0xff61,
  control: 0xffe3,
  alt: 0xffe9,
} as const;

/** F1 is 0xffbe, the others follow. */
export function functionKey(number: number): number {
  return 0xffbd + number;
}

/** The keysym of one character: Latin-1 is itself, all else is its code point with a marker; Enter and Tab are keys. */
export function keysymOfCharacter(character: string): number {
  const code = character.codePointAt(0) ?? 0;
  if (character === '\n' || character === '\r') return keysym.enter;
  if (character === '\t') return keysym.tab;
  if ((code >= 0x20 && code <= 0x7e) || (code >= 0xa0 && code <= 0xff)) return code;
  return 0x01000000 + code;
}
