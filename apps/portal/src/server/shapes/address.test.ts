import { expect, test } from 'vitest';
import { isBmcHost } from './address.ts';

test.each(['192.0.2.1', '2001:db8::1', 'bmc-17.mgmt.example', 'bmc17', '127.0.0.1'])(
  '%s is an address',
  (text) => {
    expect(isBmcHost(text)).toBe(true);
  },
);

test.each([
  '127.1',
  '0x7f.1',
  '0x7f000001',
  '2130706433',
  '017700000001',
  '10.0.0.1:623',
  '[2001:db8::1]',
  'fe80::1%eth0',
  'bmc example',
  'bmc/../x',
  'user@bmc',
  '-bmc',
  'bmc\r\nHost: x',
  '',
  'a'.repeat(254),
  '１２７.0.0.1',
])('%j is not: a resolver may take it for something else', (text) => {
  expect(isBmcHost(text)).toBe(false);
});
