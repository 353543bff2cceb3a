import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

const root = path.resolve(import.meta.dirname, '..');
const page = readFileSync(path.join(root, 'docs/guarantees.md'), 'utf8');
const named = [...page.matchAll(/^\s*- `([^`]+)`: (.+)$/gm)].map(([, file = '', name = '']) => ({
  file,
  name,
}));

test('each of the ten promises names what holds it', () => {
  const promises = page.split(/^\d+\. /m).slice(1);
  expect(promises).toHaveLength(10);
  for (const promise of promises) expect(promise).toMatch(/- `[^`]+`: /);
});

test.each(named)('$file holds “$name”', ({ file, name }) => {
  expect(existsSync(path.join(root, file)), `${file} is not there`).toBe(true);
  expect(readFileSync(path.join(root, file), 'utf8')).toContain(name);
});
