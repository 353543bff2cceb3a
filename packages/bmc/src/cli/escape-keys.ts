/** The keys that are meant for this program and not for the machine, as ipmitool and ssh have them. Pure. */

export interface EscapeState {
  /** The next key stands at the beginning of a line. */
  readonly atLineStart: boolean;
  /** A tilde at the beginning of a line waits for its second key. */
  readonly tilde: boolean;
}

export type EscapeAction = 'leave' | 'break' | 'help';

export interface EscapeStep {
  readonly state: EscapeState;
  /** What goes to the machine. */
  readonly typed: Buffer;
  /** In the order of their keys; what was typed before them has gone first. */
  readonly actions: readonly EscapeAction[];
}

export const atStart: EscapeState = { atLineStart: true, tilde: false };

const tilde = 0x7e;
const lineEnds: readonly number[] = [0x0d, 0x0a];
const actions: Readonly<Record<string, EscapeAction>> = { '.': 'leave', B: 'break', '?': 'help' };

/** `~.` leaves, `~B` sends a break, `~?` helps, `~~` is one tilde; anything else goes through with its tilde. */
export function stepEscape(state: EscapeState, keys: Uint8Array): EscapeStep {
  const typed: number[] = [];
  const asked: EscapeAction[] = [];
  let { atLineStart, tilde: pending } = state;
  for (const key of keys) {
    if (pending) {
      pending = false;
      const action = actions[String.fromCharCode(key)];
      if (action !== undefined) {
        asked.push(action);
        atLineStart = true;
        if (action === 'leave') break;
        continue;
      }
      typed.push(tilde);
      if (key === tilde) {
        atLineStart = false;
        continue;
      }
    } else if (atLineStart && key === tilde) {
      pending = true;
      continue;
    }
    typed.push(key);
    atLineStart = lineEnds.includes(key);
  }
  return { state: { atLineStart, tilde: pending }, typed: Buffer.from(typed), actions: asked };
}
