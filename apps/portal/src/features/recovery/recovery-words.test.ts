import { expect, test } from 'vitest';
import { recoverySentence, recoveryState, recoverySteps } from './recovery-words.ts';

const action = {
  parameters: { kind: 'bmc-reset' },
  state: 'running',
  test: null,
  restart: null,
  error: null,
  sentAt: new Date(),
} as const;
const restarted = { step: 'restart', outcome: 'passed', detail: 'told' } as const;

test('a restart shows what is known, what runs, and what waits', () => {
  expect(recoverySteps({ ...action, restart: { steps: [restarted] } })).toMatchObject([
    { label: 'Restart', state: 'done', detail: 'told' },
    { label: 'Back again', state: 'running', detail: expect.stringContaining('minutes') },
    { label: 'Accounts', state: 'waiting' },
  ]);
  expect(recoverySteps({ ...action, state: 'requested' }).map(({ state }) => state)).toEqual([
    'waiting',
    'waiting',
    'waiting',
  ]);
});

test('it says how it ended, and what nobody knows', () => {
  expect(recoverySentence({ ...action, state: 'succeeded' })).toBe('The BMC is back.');
  expect(recoverySentence({ ...action, state: 'unknown' })).toContain('Test it');
  const error = { code: 'not-entitled', sentence: 'The access ended.' };
  expect(recoverySentence({ ...action, state: 'failed', error })).toBe('The access ended.');
  expect(recoveryState({ ...action, state: 'failed' })).toEqual({ tone: 'danger', word: 'restart failed' });
});
