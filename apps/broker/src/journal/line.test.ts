import { expect, test } from 'vitest';
import { encodeLine, readLines } from './line.ts';

const first = { kind: 'head', text: 'ü\n"quoted"' };
const second = { kind: 'end', at: 7 };

test('what was written is read again, line feeds and all', () => {
  const bytes = Buffer.concat([encodeLine(first), encodeLine(second)]);
  expect(readLines(bytes)).toEqual({
    records: [first, second],
    damaged: 0,
    wholeBytes: bytes.byteLength,
  });
});

test('cut anywhere in its last line, a file keeps all lines before it and nothing of the last', () => {
  const before = encodeLine(first);
  const last = encodeLine(second);
  for (let kept = 0; kept < last.byteLength; kept += 1) {
    const read = readLines(Buffer.concat([before, last.subarray(0, kept)]));
    expect(read).toEqual({ records: [first], damaged: 0, wholeBytes: before.byteLength });
  }
});

test('any one byte that changed makes its line unbelievable and leaves the others', () => {
  const lines = [encodeLine(first), encodeLine(second), encodeLine(first)];
  const from = lines[0]?.byteLength ?? 0;
  const until = from + (lines[1]?.byteLength ?? 0) - 1;
  for (let at = from; at < until; at += 1) {
    const bytes = Buffer.concat(lines);
    // Not into a line feed: that would make two lines of one, which the next test has.
    bytes[at] = (bytes[at] ?? 0) ^ 0x80;
    expect(readLines(bytes)).toMatchObject({ records: [first, first], damaged: 1 });
  }
});

test('a torn line that holds a line feed by accident is cut off as well', () => {
  const whole = encodeLine(first);
  const bytes = Buffer.concat([whole, Buffer.from('0123456789abcdef {"half\nand the rest')]);
  expect(readLines(bytes)).toEqual({ records: [first], damaged: 1, wholeBytes: whole.byteLength });
});

test('garbage is never an error', () => {
  for (const text of ['', '\n', '\n\n', ' ', 'x', '{}\n', `${'0'.repeat(16)} {}\n`, '\u0000'.repeat(99)]) {
    expect(readLines(Buffer.from(text)).records).toEqual([]);
  }
});
