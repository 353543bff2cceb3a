import { expect, test } from 'vitest';
import { functionKey, keysymOfCharacter } from './keysyms.ts';

test('function keys count from F1', () => {
  expect(functionKey(1)).toBe(0xffbe);
  expect(functionKey(12)).toBe(0xffc9);
});

test.each([
  ['a', 0x61],
  ['Ä', 0xc4],
  ['\n', 0xff0d],
  ['\t', 0xff09],
  ['€', 0x010020ac],
  ['😀', 0x0101f600],
])('%j is keysym %i', (character, keysym) => {
  expect(keysymOfCharacter(character)).toBe(keysym);
});
