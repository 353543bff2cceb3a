import { expect, test } from 'vitest';
import { type HandOverLine, handOverItems, isHandedOver, nextHandOverSeconds } from './hand-over.ts';

const allDone: readonly HandOverLine[] = handOverItems.map((item) => ({
  item,
  outcome: 'checked',
  detail: 'It was so.',
}));

test('a server is handed over when every item was looked at and none failed', () => {
  expect(isHandedOver(allDone)).toBe(true);
  const impossible = allDone.map((line, at) =>
    at === 2 ? { ...line, outcome: 'not-possible' as const } : line,
  );
  expect(isHandedOver(impossible)).toBe(true);
});

test.each(handOverItems)('it is not while %s has failed or was not looked at', (item) => {
  const failed = allDone.map((line) => (line.item === item ? { ...line, outcome: 'failed' as const } : line));
  expect(isHandedOver(failed)).toBe(false);
  expect(isHandedOver(allDone.filter((line) => line.item !== item))).toBe(false);
});

test('attempts grow rarer, and never stop', () => {
  const delays = [1, 2, 3, 4, 5, 500].map(nextHandOverSeconds);
  expect(delays).toEqual([...delays].sort((a, b) => a - b));
  expect(delays.at(-1)).toBe(1_800);
});
