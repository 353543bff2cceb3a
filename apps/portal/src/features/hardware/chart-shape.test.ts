import { expect, test } from 'vitest';
import { chartShape } from './chart-shape.ts';

const at = (minute: number) => new Date(Date.UTC(2026, 10, 25, 12, minute));
const points = (...values: readonly (readonly [minute: number, value: number])[]) =>
  values.map(([minute, value]) => ({ at: at(minute), value }));

test('fewer than two points make no line', () => {
  expect(chartShape([], {})).toBeUndefined();
  expect(chartShape(points([0, 20]), {})).toBeUndefined();
});

test('time runs to the right, values up, and nothing leaves the box', () => {
  const shape = chartShape(points([0, 20], [15, 30], [30, 20]), {});
  expect(shape).toMatchObject({ lowest: 20, highest: 30, from: at(0), to: at(30) });
  expect(shape?.lines).toEqual(['M0 83.33L50 16.67L100 83.33']);
  // A short past does not pretend to fill half an hour.
  expect(chartShape(points([0, 20], [10, 30], [20, 20]), {})?.lines[0]).toBe(
    'M33.33 83.33L66.67 16.67L100 83.33',
  );
});

test('a gap is a gap', () => {
  expect(chartShape(points([0, 20], [5, 21], [50, 22]), {})?.lines).toHaveLength(2);
  expect(chartShape(points([0, 20], [5, 21], [15, 22]), {})?.lines).toHaveLength(1);
});

test('a value that never moves is a line in the middle', () => {
  expect(chartShape(points([0, 12], [10, 12]), {})?.lines[0]).toMatch(/^M66\.67 50L100 50$/);
});

test('only limits that the picture reaches are drawn', () => {
  const shape = chartShape(points([0, 38], [10, 46]), {
    upperNonCritical: 42,
    upperCritical: 47,
    lowerCritical: 5,
  });
  expect(shape?.limits.map(({ value, tone }) => [value, tone])).toEqual([
    [47, 'danger'],
    [42, 'warn'],
  ]);
});
