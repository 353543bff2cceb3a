import { expect, test } from 'vitest';
import { addressError, addressesOf, serverDraftOf, serverInputOf } from './server-draft.ts';

test('addresses may be apart by anything that people put between them, and count once', () => {
  expect(addressesOf(' 192.0.2.1, 192.0.2.2;2001:db8::1\n\t192.0.2.1 ')).toEqual([
    '192.0.2.1',
    '192.0.2.2',
    '2001:db8::1',
  ]);
  expect(addressesOf(' \n')).toEqual([]);
});

test('a server that is opened and saved without a change stays as it was', () => {
  const server = {
    site: { id: 's1' },
    name: 'web-07',
    rack: 'R1',
    serial: null,
    ipAddresses: ['192.0.2.1', '2001:db8::1'],
    organisation: null,
  };
  expect(serverInputOf(serverDraftOf(server))).toEqual({
    name: 'web-07',
    rack: 'R1',
    serial: null,
    ipAddresses: ['192.0.2.1', '2001:db8::1'],
    organisationId: null,
  });
});

test('a refused address is named', () => {
  const fields = { 'ipAddresses.1': 'An IPv4 or IPv6 address.' };
  expect(addressError(fields, ['192.0.2.1', 'web'])).toBe('web: An IPv4 or IPv6 address.');
  expect(addressError({ name: 'taken' }, [])).toBeUndefined();
});
