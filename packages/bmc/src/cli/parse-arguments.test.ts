import { expect, test } from 'vitest';
import { parseCommandLine } from './parse-arguments.ts';

const login = ['-H', '192.0.2.1', '-U', 'ops'];

test('reads what an ipmitool user types', () => {
  const line = parseCommandLine([
    '-I',
    'lanplus',
    ...login,
    '-p',
    '6230',
    '-L',
    'user',
    '-C',
    '17',
    'power',
    'on',
  ]);
  expect(line).toEqual({
    target: { host: '192.0.2.1', port: 6230, username: 'ops', privilege: 'user', cipherSuite: 17 },
    json: false,
    words: ['power', 'on'],
  });
});

test.each([
  [['power', 'status']],
  [[...login]],
  [[...login, '-P', 'secret', 'power']],
  [[...login, '-I', 'lan', 'power']],
  [[...login, '-C', '0', 'power']],
  [[...login, '-k', 'secret', 'power']],
  [[...login, '-I', 'redfish', 'power']],
  [[...login, '-I', 'redfish', '--pin', 'secret', 'power']],
  [[...login, '-p', '70000', 'power']],
  [[...login, '--password=secret', 'power']],
])('%j is refused without repeating what it holds', (args) => {
  expect(() => parseCommandLine(args)).toThrow(expect.objectContaining({ name: 'UsageError' }));
  expect(() => parseCommandLine(args)).not.toThrow(/secret/);
});

test('a Redfish target carries the pin of its certificate', () => {
  const pin = `${'ab:'.repeat(31)}cd`;
  expect(parseCommandLine(['-I', 'redfish', '--pin', pin, ...login, 'power'])).toMatchObject({
    target: { protocol: 'redfish', host: '192.0.2.1', port: 443, username: 'ops', certificateSha256: pin },
  });
});
