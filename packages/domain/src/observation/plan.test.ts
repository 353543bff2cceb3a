import { expect, test } from 'vitest';
import { type PlannedWrite, planDigest } from './plan.ts';

const removal: PlannedWrite = { kind: 'remove-account', username: 'g_abcdefghijkl', slot: 9 };
const other: PlannedWrite = { kind: 'remove-account', username: 'g_mnopqrstuvwx', slot: 8 };

test('the digest is of what would be done, not of the order in which it was found', () => {
  const a = [
    { bmcId: 'a', plan: [removal, other] },
    { bmcId: 'b', plan: [removal] },
  ];
  const b = [
    { bmcId: 'b', plan: [removal] },
    { bmcId: 'a', plan: [other, removal] },
  ];
  expect(planDigest(a)).toBe(planDigest(b));
});

test('one write more, less, or on another BMC is another digest', () => {
  const seen = planDigest([{ bmcId: 'a', plan: [removal] }]);
  expect(planDigest([{ bmcId: 'a', plan: [removal, other] }])).not.toBe(seen);
  expect(planDigest([{ bmcId: 'b', plan: [removal] }])).not.toBe(seen);
  expect(planDigest([{ bmcId: 'a', plan: [] }])).not.toBe(seen);
});
