import { consoleCloseReasons } from '@postern/domain/console/close-reason';
import { expect, test } from 'vitest';
import { describeClose } from './describe-close.ts';

test('every reason of the broker keeps its sentence and whether a second try is useful', () => {
  for (const { code, sentence, reconnect } of Object.values(consoleCloseReasons)) {
    expect(describeClose(code)).toEqual({ sentence, reconnect });
  }
});

test('after the end of access no reconnect is offered', () => {
  expect(describeClose(4001)).toEqual({ sentence: 'Your access time is over.', reconnect: false });
});

test.each([1006, 1001, 4999])(
  'code %i, which is not ours, is a broken connection that may be tried again',
  (code) => {
    expect(describeClose(code).reconnect).toBe(true);
  },
);
