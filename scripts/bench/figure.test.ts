import { expect, test } from 'vitest';
import { describeFigures, median } from './figure.ts';

test('one slow run does not move the median', () => {
  expect(median([30, 10, 900])).toBe(30);
  expect(median([40, 10])).toBe(10);
  expect(median([])).toBeUndefined();
});

test('the table says by how much a target is missed', () => {
  const table = describeFigures([
    { name: 'fast enough', unit: 'ms', target: 150, runs: [90, 100, 400] },
    { name: 'too slow', unit: 's', target: 2, runs: [2.5] },
    { name: 'not there', unit: 'MB', target: 200, runs: [], note: 'no guacd' },
  ]);
  const [, fast, slow, absent] = table.split('\n');
  expect(fast).toMatch(/100 ms .*90 … 400 .*≤ 150 ms\s+met$/);
  expect(slow).toMatch(/missed by 0\.5 s$/);
  expect(absent).toMatch(/not measured.*no guacd$/);
});
