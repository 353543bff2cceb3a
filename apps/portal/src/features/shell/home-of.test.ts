import { expect, test } from 'vitest';
import { placeOf, placesFor } from './home-of.ts';

test('the longest place that leads to a path is the one a person is in', () => {
  const places = placesFor('admin');
  expect(placeOf('/admin', places)?.label).toBe('Today');
  expect(placeOf('/admin/audit', places)?.label).toBe('Audit');
  expect(placeOf('/support/grants', places)?.label).toBe('Grants');
  expect(placeOf('/support', places)?.label).toBe('Search');
});

test('a path that only begins with the same letters is another place', () => {
  expect(placeOf('/serversaurus', placesFor('tenant'))).toBeUndefined();
});
