import { describe, expect, test } from 'vitest';
import { accessFaceOf } from './access-face.ts';
import { durationChoices } from './duration-choices.ts';
import { ipmitoolLine } from './ipmitool-line.ts';
import { endingSteps, makingSteps } from './steps.ts';

describe('the face of access', () => {
  test.each([
    ['requested', false, 'making'],
    ['provisioning', false, 'making'],
    ['active', false, 'active'],
    ['revoking', false, 'ending'],
    ['revoking', true, 'overdue'],
    ['revoked', false, 'ended'],
  ] as const)('of a grant that is %s (overdue: %s) is %s', (state, overdue, face) => {
    expect(accessFaceOf({ access: { state, overdue }, lastEnded: null })).toBe(face);
  });

  test('without a grant shows the proof of the last one, if there was one', () => {
    expect(accessFaceOf({ access: null, lastEnded: {} })).toBe('ended');
    expect(accessFaceOf({ access: null, lastEnded: null })).toBe('none');
  });
});

describe('steps', () => {
  test('before the running one are done, after it wait', () => {
    expect(makingSteps('writing').map(({ state }) => state)).toEqual(['done', 'running', 'waiting']);
  });
  test('all wait until a broker takes the work', () => {
    expect(makingSteps(null).every(({ state }) => state === 'waiting')).toBe(true);
    expect(endingSteps(null).every(({ state }) => state === 'waiting')).toBe(true);
  });
});

describe('the durations on offer', () => {
  const policy = { minDurationSeconds: 300, defaultDurationSeconds: 3600, maxDurationSeconds: 14_400 };
  test('hold the default and the longest, and nothing outside the policy', () => {
    const seconds = durationChoices(policy);
    expect(seconds).toContain(3600);
    expect(seconds.at(-1)).toBe(14_400);
    expect(seconds.every((each) => each >= 300 && each <= 14_400)).toBe(true);
  });
  test('of a lab with a short minimum begin with it', () => {
    expect(durationChoices({ ...policy, minDurationSeconds: 10 })[0]).toBe(10);
  });
  test('are never twice the same', () => {
    const seconds = durationChoices({ ...policy, minDurationSeconds: 3600, maxDurationSeconds: 3600 });
    expect(seconds).toEqual([3600]);
  });
});

test('the ipmitool line carries no password and takes it from the prompt', () => {
  const line = ipmitoolLine({ host: '10.0.0.5', port: 6230, username: 'g_abc', privilege: 'operator' });
  expect(line).toBe('ipmitool -I lanplus -H 10.0.0.5 -p 6230 -U g_abc -L OPERATOR -a chassis power status');
});
