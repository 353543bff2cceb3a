import { expect, test } from 'vitest';
import { readSlots, slotText } from './slot-text.ts';

test('single slots and ranges are read, sorted, each once', () => {
  expect(readSlots('10, 3-5 4;7–8')).toEqual({ ok: true, slots: [3, 4, 5, 7, 8, 10] });
});

test('nothing typed is no limit', () => {
  expect(readSlots('  ')).toEqual({ ok: true, slots: [] });
});

test.each(['x', '1', '0-4', '64', '9-3', '3-', '-3', '3.5'])('%s is refused with a sentence', (text) => {
  expect(readSlots(text)).toMatchObject({ ok: false, message: expect.stringMatching(/\.$/) });
});

test('neighbouring slots are written as a range, and read back as they were', () => {
  const slots = [3, 4, 5, 7, 9, 10];
  expect(slotText(slots)).toBe('3-5, 7, 9-10');
  expect(readSlots(slotText(slots))).toEqual({ ok: true, slots });
});
