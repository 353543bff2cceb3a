/** Turns what went wrong into what a browser is told. Everything that is not named here is a 500 that says nothing. */
import { randomBytes } from 'node:crypto';
import { TRPCError } from '@trpc/server';
import { z } from 'zod';
import type { Refusal, Result } from '../refusal.ts';
import { describeRefusal } from '../refusal-words.ts';

class RefusalError extends Error {
  override readonly name = 'RefusalError';
  readonly refusal: Refusal;
  constructor(refusal: Refusal) {
    super(refusal.reason);
    this.refusal = refusal;
  }
}

/** What a tRPC error's `data` holds, next to tRPC's own `code` and `httpStatus`. */
export interface PublicError {
  readonly message: string;
  /** What to do now; a sentence. */
  readonly advice: string | null;
  /** Stable name of the refusal, for pages that do more than show it. */
  readonly reason: string;
  /** Stands in our log beside the cause. */
  readonly reference: string;
  /** For forms: messages by field path. */
  readonly fieldErrors: Readonly<Record<string, readonly string[]>>;
}

/** The value of a result, or the refusal thrown as the tRPC error that it is. */
export function orRefuse<Value>(result: Result<Value>): Value {
  if (result.ok) return result.value;
  throw refusalError(result.refusal);
}

export function refusalError(refusal: Refusal): TRPCError {
  return new TRPCError({ code: describeRefusal(refusal).code, cause: new RefusalError(refusal) });
}

/** The thing, or 404 when it is absent or another tenant's. */
export function orNotFound<Value>(value: Value | null): Value {
  if (value === null) throw refusalError({ reason: 'not-found' });
  return value;
}

export function describeError(error: TRPCError): PublicError {
  const reference = referenceOf(error);
  if (error.cause instanceof RefusalError) {
    const { message, advice, field } = describeRefusal(error.cause.refusal);
    const fieldErrors = field === undefined ? {} : { [field]: [message] };
    return { message, advice, reason: error.cause.refusal.reason, reference, fieldErrors };
  }
  if (error.code === 'BAD_REQUEST' && error.cause instanceof z.ZodError) {
    return {
      message: 'Something in the form is not as it has to be.',
      advice: 'Correct the marked fields.',
      reason: 'invalid-input',
      reference,
      fieldErrors: fieldErrorsOf(error.cause),
    };
  }
  const known = byCode[error.code];
  if (known !== undefined) return { ...known, reference, fieldErrors: {} };
  return { ...internal, reference, fieldErrors: {} };
}

const byCode: Partial<Record<TRPCError['code'], Omit<PublicError, 'reference' | 'fieldErrors'>>> = {
  UNAUTHORIZED: { message: 'You are not signed in.', advice: 'Sign in again.', reason: 'not-signed-in' },
  NOT_FOUND: { message: 'There is nothing here.', advice: null, reason: 'not-found' },
  BAD_REQUEST: { message: 'The request makes no sense.', advice: 'Reload the page.', reason: 'bad-request' },
  PARSE_ERROR: { message: 'The request makes no sense.', advice: 'Reload the page.', reason: 'bad-request' },
  METHOD_NOT_SUPPORTED: {
    message: 'The request makes no sense.',
    advice: 'Reload the page.',
    reason: 'bad-request',
  },
  UNSUPPORTED_MEDIA_TYPE: { message: 'The request makes no sense.', advice: null, reason: 'bad-request' },
  PAYLOAD_TOO_LARGE: { message: 'The request is too large.', advice: null, reason: 'too-large' },
};

const internal = {
  message: 'Something went wrong inside Postern.',
  advice: 'Your server is not affected. Try again; if it stays so, tell support the reference.',
  reason: 'internal',
};

function fieldErrorsOf(error: z.ZodError): Record<string, string[]> {
  const fields: Record<string, string[]> = {};
  for (const issue of error.issues) {
    const field = issue.path.map(String).join('.');
    fields[field] = [...(fields[field] ?? []), issue.message];
  }
  return fields;
}

const references = new WeakMap<TRPCError, string>();

/** The same short text each time it is asked for the same error: eight characters that people can read aloud. */
export function referenceOf(error: TRPCError): string {
  const known = references.get(error);
  if (known !== undefined) return known;
  const reference = randomBytes(4).toString('hex').toUpperCase();
  references.set(error, reference);
  return reference;
}

/** Nobody foresaw it: the log gets its cause. */
export function isUnforeseen(error: TRPCError): boolean {
  return describeError(error).reason === 'internal';
}
