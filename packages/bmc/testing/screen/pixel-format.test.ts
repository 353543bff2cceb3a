import { expect, test } from 'vitest';
import { colourIndex } from './palette.ts';
import {
  createPixelWriter,
  decodePixelFormat,
  defaultPixelFormat,
  encodePixelFormat,
  type PixelFormat,
} from './pixel-format.ts';

/** navy is 10316Bh. */
const navy = Uint8Array.of(colourIndex('navy'));

function pixel(format: PixelFormat): string {
  const bytes = Buffer.alloc(format.bitsPerPixel / 8);
  createPixelWriter(format)(navy, bytes, 0);
  return bytes.toString('hex');
}

test('32 bits, in the order and the byte order that the viewer asks for', () => {
  expect(pixel(defaultPixelFormat)).toBe('6b311000');
  expect(pixel({ ...defaultPixelFormat, bigEndian: true })).toBe('0010316b');
  expect(pixel({ ...defaultPixelFormat, redShift: 0, blueShift: 16 })).toBe('10316b00');
});

test('16 bits as 5-6-5 and 8 bits as 3-3-2', () => {
  const high = {
    bitsPerPixel: 16,
    redMax: 31,
    greenMax: 63,
    blueMax: 31,
    redShift: 11,
    greenShift: 5,
  } as const;
  const expected = (2 << 11) | (12 << 5) | 13;
  expect(pixel({ ...defaultPixelFormat, ...high, bigEndian: true })).toBe(
    expected.toString(16).padStart(4, '0'),
  );
  const low = {
    bitsPerPixel: 8,
    redMax: 7,
    greenMax: 7,
    blueMax: 3,
    redShift: 0,
    greenShift: 3,
    blueShift: 6,
  } as const;
  expect(pixel({ ...defaultPixelFormat, ...low })).toBe(((1 << 6) | (1 << 3)).toString(16));
});

test('a format is read as it was written; colour maps and odd depths are not taken', () => {
  const bytes = encodePixelFormat(defaultPixelFormat);
  expect(decodePixelFormat(bytes)).toEqual(defaultPixelFormat);
  expect(decodePixelFormat(Buffer.from(bytes).fill(0, 3, 4))).toBeUndefined();
  expect(decodePixelFormat(Buffer.from(bytes).fill(24, 0, 1))).toBeUndefined();
});
