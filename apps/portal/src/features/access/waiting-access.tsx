'use client';
import { ClockTime, durationText } from '@postern/ui';
import type { GrantShape } from '../../server/shapes/grant.ts';
import type { ServerShape } from '../../server/shapes/server.ts';
import { DecideButtons } from '../grants/decide-buttons.tsx';
import { EndAccessButton } from './end-access-button.tsx';
import { scopesText } from './scope-field.tsx';

export interface WaitingAccessProps {
  readonly server: ServerShape;
  readonly grant: GrantShape;
  readonly staff: boolean;
}

/** A request that somebody of support decides on. */
export function WaitingAccess({ server, grant, staff }: WaitingAccessProps) {
  return (
    <div className="grid gap-4">
      <p>
        {staff ? `${grant.requestedByName} asked for access` : 'Support decides on this request'}.{' '}
        {grant.approvalUntil !== null && (
          <span className="text-n-11">
            It is denied by itself at <ClockTime at={grant.approvalUntil} />.
          </span>
        )}
      </p>
      <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-0.5 text-sm text-n-11">
        <dt>Asked</dt>
        <dd>
          <ClockTime at={grant.requestedAt} />
        </dd>
        {grant.durationSeconds !== null && (
          <>
            <dt>For</dt>
            <dd>{durationText(grant.durationSeconds)}, counted from when it is ready</dd>
          </>
        )}
        <dt>To</dt>
        <dd>{scopesText(grant.scopes)}</dd>
        <dt>Reason</dt>
        <dd className="break-words">{grant.reason ?? 'none given'}</dd>
      </dl>
      <div className="flex flex-wrap gap-2">
        {server.may.decide && <DecideButtons server={server} grant={grant} />}
        {!staff && server.may.end && (
          <EndAccessButton server={server} grant={grant} staff={false} verb="Withdraw" withdrawing />
        )}
      </div>
    </div>
  );
}
