import { expect, test } from 'vitest';
import { decodeFru } from './decode-fru.ts';

/** Header, then a board area of 16 bytes: "AB" twice, the second packed in 6 bits, then the end mark. */
const header = Buffer.from('01000001000000fe', 'hex');
const board = Buffer.from('010219000000c2414282a108c10000', 'hex');
const image = Buffer.concat([header, board, Buffer.of(sumToZero(board))]);

test('fields are decoded, packed ones too', () => {
  expect(decodeFru(image)).toMatchObject({ checksumValid: true, complete: true });
  expect(decodeFru(image).board).toMatchObject({
    checksumValid: true,
    fields: [
      { name: 'manufacturer', value: 'AB' },
      { name: 'product', value: 'AB' },
    ],
  });
});

test('an area with a wrong checksum is kept and marked', () => {
  const wrong = Buffer.from(image);
  wrong[wrong.length - 1] = (wrong.at(-1) ?? 0) ^ 1;
  expect(decodeFru(wrong).board).toMatchObject({
    checksumValid: false,
    fields: [{ value: 'AB' }, { value: 'AB' }],
  });
});

test('an image that is cut at any length, or has any byte changed, never throws', () => {
  for (let length = 0; length < image.length; length++) {
    expect(decodeFru(image.subarray(0, length)).board?.checksumValid ?? false).toBe(false);
  }
  for (let at = 0; at < image.length; at++) {
    for (let value = 0; value < 256; value++) {
      const mutated = Buffer.from(image);
      mutated[at] = value;
      expect(() => decodeFru(mutated)).not.toThrow();
    }
  }
});

test('multirecords that never end are noticed', () => {
  const endless = Buffer.from('01000000000100fe', 'hex');
  expect(decodeFru(Buffer.concat([endless, Buffer.alloc(64)])).complete).toBe(false);
});

function sumToZero(bytes: Buffer): number {
  return -bytes.reduce((sum, byte) => sum + byte, 0) & 0xff;
}
