import { expect, test } from 'vitest';
import { createTurns } from './turns.ts';

/** Work that ends when it is told to, and says when it began. */
function stage(limit: number) {
  const turns = createTurns(limit);
  const begun: string[] = [];
  const ends = new Map<string, () => void>();
  const run = (name: string, effect: 'read' | 'write') =>
    turns.run(effect, () => {
      begun.push(name);
      return new Promise<void>((resolve) => void ends.set(name, resolve));
    });
  const end = async (name: string) => {
    ends.get(name)?.();
    await new Promise((resolve) => setImmediate(resolve));
  };
  return { begun, run, end };
}

test('one at a time, in their order, where the limit is one', async () => {
  const { begun, run, end } = stage(1);
  void run('a', 'read');
  void run('b', 'read');
  void run('c', 'write');
  expect(begun).toEqual(['a']);
  await end('a');
  expect(begun).toEqual(['a', 'b']);
  await end('b');
  expect(begun).toEqual(['a', 'b', 'c']);
});

test('two reads overlap, a write never, and nobody overtakes a waiting write', async () => {
  const { begun, run, end } = stage(2);
  for (const name of ['r1', 'r2', 'r3']) void run(name, 'read');
  void run('w1', 'write');
  void run('r4', 'read');
  expect(begun).toEqual(['r1', 'r2']);
  await end('r1');
  expect(begun).toEqual(['r1', 'r2', 'r3']);
  await end('r2');
  expect(begun).not.toContain('w1');
  await end('r3');
  expect(begun).toEqual(['r1', 'r2', 'r3', 'w1']);
  await end('w1');
  expect(begun.at(-1)).toBe('r4');
});

test('work that fails gives its turn on', async () => {
  const turns = createTurns(1);
  await expect(turns.run('read', () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(await turns.run('write', async () => 'next')).toBe('next');
});
