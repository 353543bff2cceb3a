import { TRPCClientError } from '@trpc/client';
import { expect, test } from 'vitest';
import { problemOf } from './problem.ts';

test('a refusal keeps its message, advice, reference and the first message of each field', () => {
  const error = TRPCClientError.from({
    error: {
      code: -32600,
      message: 'Something in the form is not as it has to be.',
      data: {
        code: 'BAD_REQUEST',
        httpStatus: 400,
        advice: 'Correct the marked fields.',
        reason: 'invalid-input',
        reference: 'AB12',
        fieldErrors: { host: ['The address is needed.', 'and more'], port: [] },
      },
    },
  } as never);
  expect(problemOf(error)).toEqual({
    message: 'Something in the form is not as it has to be.',
    advice: 'Correct the marked fields.',
    reason: 'invalid-input',
    reference: 'AB12',
    fields: { host: 'The address is needed.' },
  });
});

test('a server that does not answer is said to be just that, without the text of the failure', () => {
  const problem = problemOf(new TRPCClientError('fetch failed: ECONNREFUSED 10.0.0.5'));
  expect(problem.reason).toBe('unreachable');
  expect(JSON.stringify(problem)).not.toContain('10.0.0.5');
});
