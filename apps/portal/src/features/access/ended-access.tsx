'use client';
import { Callout, ClockTime } from '@postern/ui';
import type { GrantShape } from '../../server/shapes/grant.ts';
import { proofLines } from './proof-lines.ts';
import { endCauseWords } from './words.ts';

/** The last access is gone, and how that is known. */
export function EndedAccess({ grant }: { readonly grant: GrantShape }) {
  if (grant.state === 'denied') return <DeniedAccess grant={grant} />;
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

/** A request that came to nothing: declined, withdrawn, forgotten, or impossible. */
function DeniedAccess({ grant }: { readonly grant: GrantShape }) {
  const withdrawn = grant.endCause === 'ended-by-tenant';
  const cause = grant.endCause === null || withdrawn ? '' : `: ${endCauseWords[grant.endCause]}`;
  return (
    <Callout tone={withdrawn ? 'neutral' : 'warn'}>
      <p className="font-medium">
        {withdrawn ? 'Request withdrawn' : 'Request denied'} <ClockTime at={grant.stateSince} />
        {cause}
      </p>
      {grant.decisionReason !== null && <p className="break-words">{grant.decisionReason}</p>}
      {grant.decisionReason === null && grant.lastError !== null && <p>{grant.lastError.sentence}</p>}
    </Callout>
  );
}
