import type { MachineKey, NamedKey } from '../machine/keys.ts';

/** X11 key symbols of the keys that the machine knows (RFC 6143 §7.5.4). */
const named: ReadonlyMap<number, NamedKey> = new Map([
  [0xff52, 'up'],
  [0xff54, 'down'],
  [0xff51, 'left'],
  [0xff53, 'right'],
  [0xff0d, 'enter'],
  [0xff8d, 'enter'],
  [0xff1b, 'escape'],
  [0xff08, 'backspace'],
  [0xffff, 'delete'],
  [0xffbf, 'f2'],
  [0xffc7, 'f10'],
  [0xffc9, 'f12'],
]);

const CONTROL = [0xffe3, 0xffe4];
const ALT = [0xffe9, 0xffea];
const LATIN_1 = { first: 0x20, last: 0xff };
/** Symbols above Latin 1 are the code point plus this. */
const UNICODE = 0x01000000;

/** Turns key events of one viewer into keys; it remembers which modifiers are held. */
export function createKeyboard(): (keysym: number, down: boolean) => MachineKey | undefined {
  const held = new Set<number>();
  return (keysym, down) => {
    if (!down) {
      held.delete(keysym);
      return undefined;
    }
    held.add(keysym);
    const key = keyOf(keysym);
    const controlled = CONTROL.some((modifier) => held.has(modifier));
    if (key?.kind === 'delete' && controlled && ALT.some((modifier) => held.has(modifier))) {
      return { kind: 'ctrl-alt-delete' };
    }
    return controlled && key?.kind === 'character' ? undefined : key;
  };
}

function keyOf(keysym: number): MachineKey | undefined {
  const kind = named.get(keysym);
  if (kind !== undefined) return { kind };
  const code = keysym >= UNICODE ? keysym - UNICODE : keysym;
  const printable = code >= LATIN_1.first && (code <= LATIN_1.last || keysym >= UNICODE) && code <= 0x10ffff;
  return printable ? { kind: 'character', character: String.fromCodePoint(code) } : undefined;
}
