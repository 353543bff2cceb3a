/** Completion codes, IPMI 2.0 table 5-2, and what they mean to callers. */
import { BmcError, type BmcErrorCode } from '../errors.ts';

export const CompletionCode = {
  ok: 0x00,
  nodeBusy: 0xc0,
  invalidCommand: 0xc1,
  timeout: 0xc3,
  reservationLost: 0xc5,
  requestLengthInvalid: 0xc7,
  requestLengthExceeded: 0xc8,
  parameterOutOfRange: 0xc9,
  cannotReturnThatMany: 0xca,
  notPresent: 0xcb,
  invalidData: 0xcc,
  duplicateRequest: 0xcf,
  insufficientPrivilege: 0xd4,
  unspecified: 0xff,
} as const;

/** The error for a completion code other than 0. `commandName` is ours, never the BMC's. */
export function completionError(commandName: string, completionCode: number): BmcError {
  const hex = completionCode.toString(16).toUpperCase().padStart(2, '0');
  return new BmcError(
    codeFor(completionCode),
    `The BMC refused “${commandName}” (completion code ${hex}h).`,
    {
      // "Timeout while processing" says nothing of what was done before.
      outcome: completionCode === CompletionCode.timeout ? 'unknown' : 'not-applied',
      retry: completionCode === CompletionCode.nodeBusy ? 'later' : 'never',
      completionCode,
    },
  );
}

/** Whether the error is a refusal with one of these completion codes. */
export function hasCompletionCode(error: unknown, ...codes: readonly number[]): error is BmcError {
  return (
    error instanceof BmcError && error.completionCode !== undefined && codes.includes(error.completionCode)
  );
}

function codeFor(completionCode: number): BmcErrorCode {
  switch (completionCode) {
    case CompletionCode.nodeBusy:
      return 'busy';
    case CompletionCode.invalidCommand:
      return 'not-supported';
    case CompletionCode.insufficientPrivilege:
      return 'privilege-refused';
    default:
      return 'rejected';
  }
}
