import { expect, test } from 'vitest';
import { grantFilters, grantQueryOf, grantsAddress, readGrantFilter } from './grant-filters.ts';

test.each(grantFilters)('the address of the filter %s leads back to it', (filter) => {
  const address = new URL(grantsAddress(filter), 'http://localhost');
  expect(address.pathname).toBe('/support/grants');
  expect(readGrantFilter(address.searchParams.get('show'))).toBe(filter);
});

test.each([null, '', 'OVERDUE', 'constructor', "now' or 1=1"])(
  '%j in an address is the usual filter',
  (show) => {
    expect(readGrantFilter(show)).toBe('now');
  },
);

test('what is overdue is asked for by itself', () => {
  expect(grantQueryOf(readGrantFilter('overdue'))).toEqual({ overdueOnly: true });
});
