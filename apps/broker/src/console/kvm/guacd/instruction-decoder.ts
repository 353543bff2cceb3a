import {
  type Instruction,
  InstructionError,
  maxInstructionBytes,
  maxInstructionElements,
  maxLengthDigits,
  skipCodePoints,
} from './instruction.ts';

export interface InstructionDecoder {
  /**
   * Takes the next piece of the stream, cut anywhere (inside a UTF-8 character too), and returns the instructions
   * that are complete by now. Throws `InstructionError`; the stream is of no use afterwards.
   */
  push(piece: Uint8Array | string): readonly Instruction[];
  /** Whether the pieces so far end exactly at an instruction's end. */
  isEmpty(): boolean;
}

/** Framing of one direction of one connection. Holds at most one unfinished instruction. */
export function createInstructionDecoder(): InstructionDecoder {
  const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  let pending = '';
  return {
    push(piece) {
      pending += typeof piece === 'string' ? piece : decodeUtf8(text, piece);
      const complete: Instruction[] = [];
      let from = 0;
      for (let next = readInstruction(pending, from); next; next = readInstruction(pending, from)) {
        complete.push(next.instruction);
        from = next.end;
      }
      pending = pending.slice(from);
      if (pending.length > maxInstructionBytes) throw new InstructionError('instruction is too long');
      return complete;
    },
    isEmpty: () => pending === '',
  };
}

type Utf8Decoder = InstanceType<typeof TextDecoder>;

function decodeUtf8(decoder: Utf8Decoder, bytes: Uint8Array): string {
  try {
    return decoder.decode(bytes, { stream: true });
  } catch (cause) {
    throw new InstructionError('stream is not UTF-8', { cause });
  }
}

/** One instruction that starts at `start`, or `undefined` while it is not complete. */
function readInstruction(
  text: string,
  start: number,
): { readonly instruction: Instruction; readonly end: number } | undefined {
  const elements: string[] = [];
  let at = start;
  while (at < text.length) {
    const element = readElement(text, at);
    if (element === undefined) return undefined;
    elements.push(element.value);
    if (elements.length > maxInstructionElements) throw new InstructionError('too many elements');
    at = element.end + 1;
    const terminator = text[element.end];
    if (terminator === undefined) return undefined;
    if (terminator === ';') return { instruction: finish(text.slice(start, at), elements), end: at };
    if (terminator !== ',') throw new InstructionError('element does not end where its length says');
  }
  return undefined;
}

function readElement(text: string, at: number): { readonly value: string; readonly end: number } | undefined {
  let dot = at;
  while (isDigit(text.charCodeAt(dot))) dot += 1;
  if (dot - at > maxLengthDigits) throw new InstructionError('length has too many digits');
  if (dot >= text.length) return undefined;
  if (dot === at || text[dot] !== '.') throw new InstructionError('length is not a number');
  const length = Number(text.slice(at, dot));
  if (length > maxInstructionBytes) throw new InstructionError('instruction is too long');
  const end = skipCodePoints(text, dot + 1, length);
  return end === undefined ? undefined : { value: text.slice(dot + 1, end), end };
}

function finish(raw: string, elements: readonly string[]): Instruction {
  if (Buffer.byteLength(raw) > maxInstructionBytes) throw new InstructionError('instruction is too long');
  const [opcode = '', ...args] = elements;
  return { opcode, args, raw };
}

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}
