'use client';
import { Callout, ClockTime, RelativeTime, StepList } from '@postern/ui';
import type { GrantShape } from '../../server/shapes/grant.ts';
import { endingSteps } from './steps.ts';
import { endCauseWords } from './words.ts';

export interface EndingAccessProps {
  readonly grant: GrantShape;
  readonly staff: boolean;
}

/** Access is over and the account is being removed; overdue when that takes too long. */
export function EndingAccess({ grant, staff }: EndingAccessProps) {
  return (
    <div className="grid gap-4">
      <p>
        Access ended <ClockTime at={grant.stateSince} />
        {grant.endCause !== null && <>: {endCauseWords[grant.endCause]}</>}.{' '}
        {grant.scopes.includes('account') && 'The account is being removed.'}
      </p>
      {grant.overdue && (
        <Callout tone="danger" title="The account could not be removed yet">
          {staff
            ? 'Postern keeps trying without end. Its consoles are cut already.'
            : 'Support sees this and Postern keeps trying. Your consoles are closed already; nothing is left for you to do.'}
        </Callout>
      )}
      {grant.lastError !== null && (
        <Callout tone="warn" title={`Attempt ${grant.attempts} did not finish`}>
          {grant.lastError.sentence}
          <span className="block text-n-11">
            Removing since <RelativeTime at={grant.stateSince} />
            {staff && <span className="font-mono"> · {grant.lastError.code}</span>}
          </span>
        </Callout>
      )}
      {grant.scopes.includes('account') && (
        <StepList label="Removing the account" steps={endingSteps(grant.step)} />
      )}
    </div>
  );
}
