/** One key as the machine understands it, whichever way it came in. */
export type MachineKey =
  | { readonly kind: 'character'; readonly character: string }
  | { readonly kind: NamedKey };

export type NamedKey =
  | 'up'
  | 'down'
  | 'left'
  | 'right'
  | 'enter'
  | 'escape'
  | 'backspace'
  | 'delete'
  | 'f2'
  | 'f10'
  | 'f12'
  | 'ctrl-alt-delete';

const serialKeys: ReadonlyMap<string, NamedKey> = new Map([
  ['\u001b[A', 'up'],
  ['\u001b[B', 'down'],
  ['\u001b[C', 'right'],
  ['\u001b[D', 'left'],
  ['\r', 'enter'],
  ['\n', 'enter'],
  ['\u007f', 'backspace'],
  ['\b', 'backspace'],
  ['\u001b', 'escape'],
]);

/** Characters of a serial terminal as keys: its escape sequences are longest first. */
export function keysFromSerial(text: string): MachineKey[] {
  const keys: MachineKey[] = [];
  for (let at = 0; at < text.length; ) {
    const sequence = serialKeys.has(text.slice(at, at + 3)) ? text.slice(at, at + 3) : text.charAt(at);
    const kind = serialKeys.get(sequence);
    keys.push(kind === undefined ? { kind: 'character', character: sequence } : { kind });
    at += sequence.length;
  }
  return keys;
}
