import { auditEventTypes } from '@postern/domain';
import { expect, test } from 'vitest';
import { sentenceOf } from './activity-sentence.ts';

test('every known event has words of its own, and an unknown one shows its name', () => {
  for (const type of auditEventTypes) expect(sentenceOf(type, 'ok', {})).not.toBe(type);
  expect(sentenceOf('moon.landed', 'ok', {})).toBe('moon.landed');
});

test('durations, operations and reasons are told as people say them', () => {
  expect(sentenceOf('grant.requested', 'ok', { durationSeconds: 5400 })).toBe('asked for access for 90 min');
  expect(sentenceOf('action.requested', 'ok', { kind: 'power', operation: 'reset' })).toBe(
    'asked to force a restart',
  );
  expect(sentenceOf('action.finished', 'failed', { kind: 'power', operation: 'off', state: 'unknown' })).toBe(
    'sent it and got no answer: force power off',
  );
  expect(sentenceOf('console.closed', 'ok', { kind: 'screen', reason: 'grant-expired' })).toBe(
    'closed the console: Your access time is over.',
  );
});

test('names that stand on every object are no words', () => {
  for (const type of ['constructor', '__proto__', 'toString']) expect(sentenceOf(type, 'ok', {})).toBe(type);
  expect(sentenceOf('console.closed', 'ok', { reason: 'constructor' })).toBe('closed the console');
});
