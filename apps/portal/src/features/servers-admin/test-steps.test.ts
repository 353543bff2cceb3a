import { expect, test } from 'vitest';
import { testSentence, testStepsOf } from './test-steps.ts';

const states = (action: Parameters<typeof testStepsOf>[0]) => testStepsOf(action).map(({ state }) => state);

test('before a broker has taken the test all four wait', () => {
  expect(states({ state: 'requested', test: null, error: null })).toEqual(Array(4).fill('waiting'));
});

test('while it runs, the step after the last known one is the one in progress', () => {
  expect(states({ state: 'running', test: null, error: null })[0]).toBe('running');
  const test = { steps: [{ step: 'reachable', outcome: 'passed', detail: 'There.' }] } as const;
  expect(states({ state: 'running', test: { steps: [...test.steps] }, error: null })).toEqual([
    'done',
    'running',
    'waiting',
    'waiting',
  ]);
});

test('a failed step stands as failed with what was seen, and those after it as skipped', () => {
  const steps = [
    { step: 'reachable', outcome: 'passed', detail: 'There.' },
    { step: 'login', outcome: 'failed', detail: 'The BMC refused the login.' },
    { step: 'user-table', outcome: 'skipped', detail: 'Not tried.' },
    { step: 'power', outcome: 'skipped', detail: 'Not tried.' },
  ] as const;
  const shown = testStepsOf({ state: 'failed', test: { steps: [...steps] }, error: null });
  expect(shown.map(({ state }) => state)).toEqual(['done', 'failed', 'skipped', 'skipped']);
  expect(shown[1]?.detail).toBe('The BMC refused the login.');
});

test('a test that ended without any tick shows none as in progress', () => {
  expect(states({ state: 'failed', test: null, error: null })).not.toContain('running');
});

test('a test that could not be made says why; one that was made leaves it to its step', () => {
  const error = { code: 'no-broker', sentence: 'No broker took it.' };
  expect(testSentence({ state: 'failed', test: null, error })).toBe('No broker took it.');
  expect(testSentence({ state: 'failed', test: { steps: [] }, error })).not.toContain(error.sentence);
});
