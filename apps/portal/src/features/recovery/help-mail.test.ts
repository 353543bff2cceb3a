import { expect, test } from 'vitest';
import { helpMailLink } from './help-mail.ts';

const server = {
  name: 'web-07&cc=eve@evil.test',
  rack: 'A02',
  serial: null,
  ipAddresses: ['192.0.2.7'],
  site: { id: 's', slug: 'fra1', name: 'Frankfurt' },
};

test('the mail says which machine it is, and a name adds no recipient', () => {
  const link = new URL(helpMailLink('hands@dc.test', server));
  expect(link.pathname).toBe('hands@dc.test');
  expect([...link.searchParams.keys()]).toEqual(['subject', 'body']);
  expect(link.searchParams.get('subject')).toBe('web-07&cc=eve@evil.test (A02) needs hands');
  expect(link.searchParams.get('body')).toContain('Place: Frankfurt, A02\r\nAddresses: 192.0.2.7');
});
