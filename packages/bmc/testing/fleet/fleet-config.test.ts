import { expect, test } from 'vitest';
import { parseFleetConfig } from './fleet-config.ts';

const server = {
  name: 'web-07',
  bmc: { host: '127.0.0.1', port: 9623 },
  screen: { host: '127.0.0.1', port: 0, password: 'hunter22' },
  users: [{ slot: 2, name: 'admin', password: 'top-secret', privilege: 'administrator' }],
  habit: 'supermicro',
  initialPower: 'on',
};

test('a whole server and one with the least are read', () => {
  const least = { name: 'db-02', bmc: server.bmc, users: [] };
  expect(parseFleetConfig([server, least])).toEqual([
    server,
    { ...least, habit: 'postern-default', initialPower: 'off' },
  ]);
});

test.each([
  [{ ...server, habit: 'dell' }, /\[0\]\.habit is none of/],
  [{ ...server, bmc: { host: '127.0.0.1', port: 70_000 } }, /\[0\]\.bmc\.port/],
  [{ ...server, users: [{ ...server.users[0], privilege: 'root' }] }, /\[0\]\.users\[0\]\.privilege/],
  [{ ...server, users: undefined }, /\[0\]\.users is not a list/],
])('a mistake is named by its place (%#)', (entry, message) => {
  expect(() => parseFleetConfig([entry])).toThrow(message);
});

test('an error never quotes a value: it may be a password', () => {
  const broken = { ...server, users: [{ ...server.users[0], slot: 'top-secret', password: 5 }] };
  expect(messageOf(() => parseFleetConfig([broken]))).toMatch(/^\[0\]\.users\[0\]\.slot is not/);
  expect(messageOf(() => parseFleetConfig([broken]))).not.toContain('top-secret');
});

function messageOf(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    if (error instanceof TypeError) return error.message;
  }
  throw new Error('nothing was thrown');
}
