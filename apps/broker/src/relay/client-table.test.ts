import { expect, test } from 'vitest';
import { createClientTable } from './client-table.ts';

const limits = { maxClients: 3, unprovenIdleMs: 10, provenIdleMs: 100 };

function createTable() {
  const left: string[] = [];
  const table = createClientTable<string>(limits, (way) => left.push(way));
  return { table, left, enter: (key: string, nowMs: number) => table.enter(key, nowMs, () => key) };
}

test('a full table gives up the quietest client that has proven nothing, and never a proven one', () => {
  const { table, left, enter } = createTable();
  const first = enter('a', 1);
  enter('b', 2);
  enter('c', 3);
  if (first !== undefined) first.proven = true;
  enter('d', 4);
  expect(left).toEqual(['b']);
  expect(table.find('a')).toBe(first);
  for (const key of ['c', 'd']) {
    const client = table.find(key);
    if (client !== undefined) client.proven = true;
  }
  expect(enter('e', 5)).toBeUndefined();
  expect(table.size).toBe(3);
});

test('however many come, no more ways are open than the limit', () => {
  const { table, left, enter } = createTable();
  for (let count = 0; count < 1_000; count++) enter(`client ${count}`, count);
  expect(table.size).toBe(3);
  expect(left).toHaveLength(997);
});

test('silent clients leave, those with a session later', () => {
  const { table, left, enter } = createTable();
  const session = enter('session', 0);
  if (session !== undefined) session.proven = true;
  enter('newcomer', 0);
  table.dropIdle(11);
  expect(left).toEqual(['newcomer']);
  table.dropIdle(101);
  expect(left).toEqual(['newcomer', 'session']);
});
