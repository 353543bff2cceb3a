import { expect, test } from 'vitest';
import { countText, verdictText } from './verdict-text.ts';

test('an intact chain says how long it is and where it ends', () => {
  const headHash = `3f9a2c41d0e7${'0'.repeat(52)}`;
  expect(verdictText({ intact: true, rows: 1204, headHash })).toBe(
    'intact: 1\u00a0204 rows, head 3f9a2c41d0e7…',
  );
});

test('a broken chain names the row and what is wrong with it', () => {
  expect(verdictText({ intact: false, rows: 20, firstBadSeq: '17', fault: 'wrong-hash' })).toBe(
    'broken at row 17: its contents are not what was written',
  );
});

test('thousands are set apart', () => {
  expect([0, 999, 1000, 1234567].map(countText)).toEqual(['0', '999', '1\u00a0000', '1\u00a0234\u00a0567']);
});
