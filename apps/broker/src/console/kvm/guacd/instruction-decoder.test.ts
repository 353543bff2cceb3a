import { createRequire } from 'node:module';
import { expect, test } from 'vitest';
import { encodeInstruction, InstructionError } from './instruction.ts';
import { createInstructionDecoder } from './instruction-decoder.ts';

// A console's text is hostile and international: one, two, three and four byte characters.
const stream = [
  encodeInstruction('size', '0', '1024', '768'),
  encodeInstruction('name', 'ß€😀 конь', ''),
  encodeInstruction(''),
  encodeInstruction('sync', '12345'),
].join('');
const expected = [['size', '0', '1024', '768'], ['name', 'ß€😀 конь', ''], [''], ['sync', '12345']];

function decodeAll(pieces: readonly (Uint8Array | string)[]) {
  const decoder = createInstructionDecoder();
  const seen = pieces.flatMap((piece) => [...decoder.push(piece)]);
  return {
    seen: seen.map(({ opcode, args }) => [opcode, ...args]),
    raw: seen.map(({ raw }) => raw).join(''),
    decoder,
  };
}

test('lengths count code points, not UTF-16 units and not bytes', () => {
  expect(encodeInstruction('name', '😀')).toBe('4.name,1.😀;');
  expect(encodeInstruction('name', 'ß€')).toBe('4.name,2.ß€;');
});

test('a stream cut at any byte decodes to the same instructions', () => {
  const bytes = Buffer.from(stream);
  for (let cut = 0; cut <= bytes.length; cut += 1) {
    const { seen, raw, decoder } = decodeAll([bytes.subarray(0, cut), bytes.subarray(cut)]);
    expect(seen).toEqual(expected);
    expect(raw).toBe(stream);
    expect(decoder.isEmpty()).toBe(true);
  }
});

test('a stream that arrives byte by byte decodes to the same instructions', () => {
  expect(decodeAll([...Buffer.from(stream)].map((byte) => Buffer.of(byte))).seen).toEqual(expected);
});

test('our lengths are what the independent browser library reads (basic plane)', () => {
  const scope = globalThis as Record<string, unknown>;
  scope.window ??= globalThis;
  const loaded: { default?: { Parser: new () => LibraryParser }; Parser?: new () => LibraryParser } =
    createRequire(import.meta.url)('guacamole-common-js');
  const Parser = loaded.Parser ?? loaded.default?.Parser;
  if (!Parser) throw new Error('guacamole-common-js has no Parser');
  const parser = new Parser();
  const seen: unknown[] = [];
  parser.oninstruction = (opcode, args) => seen.push([opcode, ...args]);
  parser.receive(encodeInstruction('name', 'ß€ конь', 'x;y,3.z'));
  expect(seen).toEqual([['name', 'ß€ конь', 'x;y,3.z']]);
});

interface LibraryParser {
  oninstruction: (opcode: string, args: string[]) => void;
  receive(packet: string): void;
}

test('terminators inside a value do not smuggle a second instruction', () => {
  const smuggled = '4.key,5.65307;6.select,3.vnc;';
  expect(decodeAll([encodeInstruction('name', smuggled)]).seen).toEqual([['name', smuggled]]);
});

test.each([
  ['no length', '.key;'],
  ['a negative length', '-1.key;'],
  ['letters for a length', 'abc.key;'],
  ['a length in six digits', '000003.key;'],
  ['a length over the limit', '8193.'],
  ['a value longer than its length', '3.keys;'],
  ['a value shorter than its length, the next terminator missing', '4.key;x'],
  ['no dot', '3;key;'],
  ['129 elements', `${Array.from({ length: 129 }, () => '1.a').join(',')};`],
  [
    'an instruction over 8192 bytes though under 8192 characters',
    encodeInstruction('name', '€'.repeat(4000)),
  ],
  ['an unfinished instruction over the limit', `${'4.aaaa,'.repeat(1300)}`],
  ['a handful of digits without an end', '123456'],
])('%s ends the stream', (_, text) => {
  expect(() => decodeAll([text])).toThrow(InstructionError);
});

test('bytes that are not UTF-8 end the stream', () => {
  expect(() => decodeAll([Buffer.from([0x31, 0x2e, 0xff, 0x3b])])).toThrow(InstructionError);
  expect(() => decodeAll([Buffer.from('1.'), Buffer.from([0xc3]), Buffer.from(';')])).toThrow(
    InstructionError,
  );
});

test('128 elements and 8192 bytes are still allowed', () => {
  const widest = `${Array.from({ length: 128 }, () => '1.a').join(',')};`;
  expect(decodeAll([widest]).seen[0]).toHaveLength(128);
  const longest = encodeInstruction('blob', 'x'.repeat(8192 - '4.blob,8180.;'.length));
  expect(Buffer.byteLength(longest)).toBe(8192);
  expect(decodeAll([longest]).seen).toHaveLength(1);
});

test('random noise either decodes or is refused, and never holds more than one instruction', () => {
  const random = seeded(20_260_101);
  const alphabet = ['0', '1', '3', '9', '.', ',', ';', 'a', '😀', '\u0000', 'é'];
  for (let round = 0; round < 20_000; round += 1) {
    const text = Array.from({ length: 1 + (random() % 24) }, () => alphabet[random() % alphabet.length]).join(
      '',
    );
    try {
      const { raw } = decodeAll([text]);
      expect(text.startsWith(raw)).toBe(true);
    } catch (error) {
      expect(error).toBeInstanceOf(InstructionError);
    }
  }
});

test('flipping any one byte of a good stream never throws anything but InstructionError', () => {
  const bytes = Buffer.from(stream);
  for (let index = 0; index < bytes.length; index += 1) {
    for (const bit of [1, 16, 128]) {
      const damaged = Buffer.from(bytes);
      damaged[index] = (damaged[index] ?? 0) ^ bit;
      try {
        decodeAll([damaged]);
      } catch (error) {
        expect(error).toBeInstanceOf(InstructionError);
      }
    }
  }
});

function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state >>> 8;
  };
}
