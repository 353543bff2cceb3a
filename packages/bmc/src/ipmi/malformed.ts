import { BmcError } from '../errors.ts';

/** The error for bytes that break the specification. `what` names the field, never its content. */
export function malformed(what: string): BmcError {
  return new BmcError('protocol-violation', `The BMC's answer is malformed: ${what}.`, {
    outcome: 'unknown',
    retry: 'later',
  });
}
