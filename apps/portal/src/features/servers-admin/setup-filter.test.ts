import { expect, test } from 'vitest';
import { narrows, readSetupFilter, setupFilterQuery, setupListInput } from './setup-filter.ts';

const read = (query: string) => readSetupFilter((name) => new URLSearchParams(query).get(name));

test('a filter comes back from the address that it was written to', () => {
  const filter = { search: 'Ünï & co', trouble: 'frozen', siteId: '', order: 'full' } as const;
  expect(read(setupFilterQuery(filter))).toEqual(filter);
});

test('what makes no sense in an address filters nothing', () => {
  const filter = read("trouble=everything&site=1'--");
  expect(filter).toEqual({ search: '', trouble: '', siteId: '', order: 'name' });
  expect(narrows(filter)).toBe(false);
  expect(setupListInput(filter)).toEqual({});
});
