import { expect, test } from 'vitest';
import { meetsOutgoingPorts, portsToTry, readOutgoingPorts } from './port-range.ts';

const range = { first: 100, last: 103 };

test('every port is tried once, from the start round to it', () => {
  expect([...portsToTry(range, { start: 2 })]).toEqual([102, 103, 100, 101]);
});

test('the port of before comes first, if it is one of ours', () => {
  expect([...portsToTry(range, { preferred: 103, start: 0 })]).toEqual([103, 100, 101, 102]);
  expect([...portsToTry(range, { preferred: 99, start: 0 })]).toEqual([100, 101, 102, 103]);
});

test('a range that the kernel gives to outgoing connections is seen', () => {
  const outgoing = readOutgoingPorts('32768\t60999\n');
  expect(outgoing).toEqual({ first: 32_768, last: 60_999 });
  expect(meetsOutgoingPorts({ first: 30_623, last: 32_767 }, { first: 32_768, last: 60_999 })).toBe(false);
  expect(meetsOutgoingPorts({ first: 30_623, last: 32_768 }, { first: 32_768, last: 60_999 })).toBe(true);
  expect(readOutgoingPorts('no such file')).toBeUndefined();
});
