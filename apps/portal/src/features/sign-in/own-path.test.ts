import { expect, test } from 'vitest';
import { ownPath } from './own-path.ts';

test('a path on this site is followed', () => {
  expect(ownPath('/servers/1/console?kind=serial')).toBe('/servers/1/console?kind=serial');
});

test.each([
  undefined,
  ['/a', '/b'],
  '',
  'servers',
  '//evil.example',
  '/\\evil.example',
  'https://evil.example',
  '/\t/evil.example',
  'javascript:alert(1)',
])('%j leads nowhere else', (next) => {
  expect(ownPath(next)).toBeUndefined();
});
