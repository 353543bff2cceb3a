/**
 * The Guacamole protocol's one syntax: `LENGTH.VALUE,LENGTH.VALUE,…;` in UTF-8, where LENGTH counts Unicode code
 * points (JavaScript's `length` counts UTF-16 units, which differ outside the basic plane).
 * Source: Guacamole manual, "The Guacamole protocol"; limits as in guacd's own parser (`parser.c`).
 */
export interface Instruction {
  readonly opcode: string;
  readonly args: readonly string[];
  /** The instruction as it was received, terminator included. */
  readonly raw: string;
}

export const maxInstructionBytes = 8192;
export const maxInstructionElements = 128;
/** guacd reads at most five digits of a length. */
export const maxLengthDigits = 5;

/** The other side broke the syntax or a limit. The message never holds what it sent. */
export class InstructionError extends Error {
  override readonly name = 'InstructionError';
}

export function encodeInstruction(opcode: string, ...args: readonly string[]): string {
  return `${[opcode, ...args].map((value) => `${codePoints(value)}.${value}`).join(',')};`;
}

const surrogate = /[\ud800-\udfff]/;

function codePoints(text: string): number {
  return surrogate.test(text) ? [...text].length : text.length;
}

/** Index in UTF-16 units that lies `count` code points after `from`, or `undefined` when the text ends before. */
export function skipCodePoints(text: string, from: number, count: number): number | undefined {
  const simpleEnd = from + count;
  if (simpleEnd <= text.length && !surrogate.test(text.slice(from, simpleEnd))) return simpleEnd;
  let index = from;
  for (let seen = 0; seen < count; seen += 1) {
    const point = text.codePointAt(index);
    if (point === undefined) return undefined;
    index += point > 0xffff ? 2 : 1;
  }
  return index;
}
