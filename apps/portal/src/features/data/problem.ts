import { TRPCClientError } from '@trpc/client';

/** What went wrong, as a person is told. */
export interface Problem {
  readonly message: string;
  /** What to do now. */
  readonly advice: string | null;
  /** Stable name, for pages that do more than show it. */
  readonly reason: string;
  /** To quote to support; absent when the server was not reached. */
  readonly reference: string | null;
  /** Per field of a form: the first message. */
  readonly fields: Readonly<Record<string, string>>;
}

/** Reads the answer of a refused procedure; whatever else went wrong is a server that was not reached. */
export function problemOf(error: unknown): Problem {
  if (error instanceof TRPCClientError && typeof error.data?.reason === 'string') {
    return {
      message: error.message,
      advice: textOf(error.data.advice),
      reason: error.data.reason,
      reference: textOf(error.data.reference),
      fields: firstMessages(error.data.fieldErrors),
    };
  }
  return {
    message: 'Postern did not answer.',
    advice: 'Your server is not affected. Check your connection and try again.',
    reason: 'unreachable',
    reference: null,
    fields: {},
  };
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

function firstMessages(value: unknown): Record<string, string> {
  const messages: Record<string, string> = {};
  for (const [field, all] of Object.entries(value ?? {})) {
    const [first] = Array.isArray(all) ? all : [];
    if (typeof first === 'string') messages[field] = first;
  }
  return messages;
}
