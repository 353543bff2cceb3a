import { BmcError } from '@postern/bmc';
import { SealError } from '@postern/domain';
import { expect, test } from 'vitest';
import { BrokerFault, describeFailure } from './failure.ts';

test('a BMC that says no is quoted with its completion code', () => {
  const error = new BmcError('rejected', 'CCh', {
    outcome: 'not-applied',
    retry: 'never',
    completionCode: 0xcc,
  });
  expect(describeFailure(error)).toEqual({
    code: 'rejected',
    message: 'The BMC understood the command and refused it (code CCh).',
    outcome: 'not-applied',
  });
});

test('a lost answer stays an unknown outcome', () => {
  const error = new BmcError('unreachable', 'no answer', { outcome: 'unknown', retry: 'later' });
  expect(describeFailure(error)).toMatchObject({ code: 'unreachable', outcome: 'unknown' });
});

test('a credential that does not open sends people to the admin', () => {
  expect(describeFailure(new SealError('wrong-key', 'sealed to key ab'))).toMatchObject({
    code: 'credential-unreadable',
    message: expect.stringContaining('An admin has to enter it again'),
  });
});

test('what nobody foresaw says nothing of its inside', () => {
  expect(describeFailure(new Error('password=hunter2')).message).not.toContain('hunter2');
});

test("the broker's own refusals keep their words", () => {
  expect(describeFailure(new BrokerFault('no-free-slot', 'No free slot.'))).toMatchObject({
    code: 'no-free-slot',
    message: 'No free slot.',
  });
});
