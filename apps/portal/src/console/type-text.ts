import { keysymOfCharacter } from './keysyms.ts';

/** BMCs lose keys that come faster than a keyboard can send them. */
const betweenKeysMs = 20;

/** Types text one character after the other. `stop` ends it where it is. */
export function typeText(text: string, press: (keysym: number) => void): { stop(): void } {
  const rest = [...text.replaceAll('\r\n', '\n')];
  let timer: ReturnType<typeof setTimeout> | undefined;
  const next = () => {
    const character = rest.shift();
    if (character === undefined) return;
    press(keysymOfCharacter(character));
    timer = setTimeout(next, betweenKeysMs);
  };
  next();
  return { stop: () => clearTimeout(timer) };
}
