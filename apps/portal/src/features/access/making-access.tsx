'use client';
import { Callout, StepList } from '@postern/ui';
import type { GrantShape } from '../../server/shapes/grant.ts';
import type { ServerShape } from '../../server/shapes/server.ts';
import { EndAccessButton } from './end-access-button.tsx';
import { makingSteps } from './steps.ts';

export interface MakingAccessProps {
  readonly server: ServerShape;
  readonly grant: GrantShape;
  readonly staff: boolean;
}

export function MakingAccess({ server, grant, staff }: MakingAccessProps) {
  return (
    <div className="grid gap-4">
      {grant.scopes.includes('account') ? (
        <StepList label="Making access" steps={makingSteps(grant.step)} />
      ) : (
        <p>Access is being opened. It needs no account on the BMC.</p>
      )}
      {grant.state === 'requested' && (
        <p className="text-sm text-n-11">
          {server.handingOver
            ? 'This server is being cleared of what was there before. Access is made as soon as that is checked.'
            : "Waiting for this site's broker."}
        </p>
      )}
      {grant.lastError !== null && (
        <Callout tone="warn" title="Not done yet, trying again">
          {grant.lastError.sentence}
        </Callout>
      )}
      {server.may.end && (
        <div>
          <EndAccessButton server={server} grant={grant} staff={staff} verb="Withdraw" />
        </div>
      )}
    </div>
  );
}
