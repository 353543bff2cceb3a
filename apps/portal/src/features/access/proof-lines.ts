import type { GrantShape } from '../../server/shapes/grant.ts';
import { revocationWords } from './words.ts';

type Proof = NonNullable<GrantShape['proof']>;

/** The evidence that an account is gone, a sentence each. What is weaker than it should be is said as plainly. */
export function proofLines(proof: Proof): string[] {
  // Without an account row nothing was ever written to the BMC: it was not even asked.
  if (proof.login === 'never-issued')
    return ['No account was made on the BMC for this access, so none had to be removed.'];
  const lines = [
    proof.readBack === 'absent'
      ? 'The BMC was read back: the account is no longer in its user table.'
      : 'The BMC was read back: the slot is disabled and has no name.',
    'A login with the old name and password was tried and refused.',
  ];
  if (proof.sessionsEnded > 0) lines.push(`Open sessions ended: ${proof.sessionsEnded}.`);
  if (proof.sessionsRemaining > 0) {
    lines.push(`The BMC would not end ${proof.sessionsRemaining} open session(s) of the account.`);
  }
  if (!proof.sessionsTold)
    lines.push(
      'The BMC does not tell who is logged in: an open session of the account may last until it is idle for long enough.',
    );
  for (const step of proof.refusedSteps)
    lines.push(`The BMC refused one step: ${revocationWords[step].toLowerCase()}.`);
  return lines;
}
