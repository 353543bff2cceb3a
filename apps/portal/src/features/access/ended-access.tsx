'use client';
import { Callout, ClockTime } from '@postern/ui';
import type { GrantShape } from '../../server/shapes/grant.ts';
import { proofLines } from './proof-lines.ts';
import { endCauseWords } from './words.ts';

/** The last access is gone, and how that is known. */
export function EndedAccess({ grant }: { readonly grant: GrantShape }) {
  const endedAt = grant.endsAt !== null && grant.endCause === 'expired' ? grant.endsAt : grant.revokedAt;
  const checkedAt = grant.proof?.checkedAt ?? grant.revokedAt;
  return (
    <Callout tone={grant.proof === null ? 'neutral' : 'ok'}>
      <p className="font-medium">
        Access ended {endedAt !== null && <ClockTime at={endedAt} />}
        {checkedAt !== null && grant.proof !== null && (
          <>
            {' '}
            ·{' '}
            {grant.proof.login === 'never-issued'
              ? 'no account was ever made'
              : 'account removed and checked'}{' '}
            <ClockTime at={checkedAt} seconds />
          </>
        )}
      </p>
      {grant.endCause !== null && <p>Why: {endCauseWords[grant.endCause]}.</p>}
      {grant.proof !== null && (
        <details className="mt-1">
          <summary className="cursor-pointer text-n-11">How that was checked</summary>
          <ul className="mt-1 list-disc pl-5">
            {proofLines(grant.proof).map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
        </details>
      )}
    </Callout>
  );
}
