import { expect, test } from 'vitest';
import { generatePassword } from './generate-password.ts';

test('a generated password is four groups of five characters that cannot be mistaken for others', () => {
  for (let round = 0; round < 200; round += 1) {
    expect(generatePassword()).toMatch(/^[a-km-np-zA-HJ-NP-Z2-9]{5}(-[a-km-np-zA-HJ-NP-Z2-9]{5}){3}$/);
  }
});

test('two generated passwords differ', () => {
  expect(generatePassword()).not.toBe(generatePassword());
});

test('random bytes that would favour some characters are drawn again', () => {
  const bytes = [255, 224, 0];
  const password = generatePassword((target) => {
    target[0] = bytes.shift() ?? 1;
  });
  expect(bytes).toEqual([]);
  expect(password).toBe('abbbb-bbbbb-bbbbb-bbbbb');
});
