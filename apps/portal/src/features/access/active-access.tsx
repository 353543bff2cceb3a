'use client';
import { Callout, ClockTime, CopyField, Countdown } from '@postern/ui';
import type { GrantShape } from '../../server/shapes/grant.ts';
import type { ServerShape } from '../../server/shapes/server.ts';
import { BlockButton } from '../blocks/block-button.tsx';
import { ConfirmButton } from '../grants/confirm-button.tsx';
import { EndAccessButton } from './end-access-button.tsx';
import { EndNotice } from './end-notice.tsx';
import { ExtendButton } from './extend-button.tsx';
import { GraceChoice } from './grace-choice.tsx';
import { ipmipowerLine, ipmitoolLine, type ToolTarget } from './ipmitool-line.ts';
import { PasswordField } from './password-field.tsx';
import { scopesText } from './scope-field.tsx';
import { SourceLock } from './source-lock.tsx';

export interface ActiveAccessProps {
  readonly server: ServerShape;
  readonly grant: GrantShape;
  readonly staff: boolean;
}

export function ActiveAccess({ server, grant, staff }: ActiveAccessProps) {
  const { username } = grant;
  return (
    <div className="grid gap-4">
      <p className="text-lg">
        <End grant={grant} />
      </p>
      <EndNotice server={server} grant={grant} />
      {grant.inGrace && (
        <Callout tone="warn" title="The time is over; an open console may finish">
          Nothing new can be opened, switched or extended. Access ends when the last console closes, at the
          latest {grant.endsAt !== null && <ClockTime at={grant.endsAt} seconds />}.
        </Callout>
      )}
      {username !== null && (
        <div className="grid gap-3 sm:grid-cols-2">
          <Address grant={grant} />
          <CopyField label="User" value={username} />
          {server.may.reveal && <PasswordField grantId={grant.id} />}
          <div className={server.may.reveal ? undefined : 'sm:col-span-2'}>
            <div className="text-sm text-n-11">Rights</div>
            <div className="py-1.5">{grant.privilege}</div>
          </div>
          {grant.address !== null && (
            <ToolLines target={{ ...grant.address, username, privilege: grant.privilege }} />
          )}
        </div>
      )}
      {grant.relay !== null && <SourceLock server={server} grant={grant} mayMove={server.may.moveSource} />}
      <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-0.5 text-sm text-n-11">
        <dt>Allows</dt>
        <dd>{scopesText(grant.scopes)}</dd>
        <dt>For</dt>
        <dd>{grant.holderName ?? `everybody at ${grant.organisation.name}`}</dd>
        {grant.reason !== null && (
          <>
            <dt>Reason</dt>
            <dd className="break-words">{grant.reason}</dd>
          </>
        )}
        {staff && grant.ticketNumber !== null && (
          <>
            <dt>Ticket</dt>
            <dd>{grant.ticketNumber}</dd>
          </>
        )}
        {staff && grant.reviewAt !== null && (
          <>
            <dt>Review</dt>
            <dd>
              <ClockTime at={grant.reviewAt} />
              {grant.ownerName !== null && `, ${grant.ownerName} answers for it`}
            </dd>
          </>
        )}
      </dl>
      {server.may.askForGrace && <GraceChoice server={server} grant={grant} />}
      {staff && grant.reviewDue !== null && (
        <Callout
          tone="warn"
          title={
            grant.reviewDue === 'passed' ? 'The date of review has passed' : 'The date of review is near'
          }
          action={<ConfirmButton server={server} grant={grant} size="small" />}
        >
          Confirm that this permanent access is still needed, or revoke it.
        </Callout>
      )}
      <div className="flex flex-wrap gap-2">
        {server.may.extend && <ExtendButton server={server} grant={grant} />}
        {server.may.end && <EndAccessButton server={server} grant={grant} staff={staff} />}
        {server.may.block && <BlockButton server={server} />}
      </div>
      {!staff && !server.may.extend && !grant.permanent && !grant.inGrace && (
        <p className="text-sm text-n-11">
          This access cannot be extended any further. Request new access after its end.
        </p>
      )}
    </div>
  );
}

function Address({ grant: { address } }: { readonly grant: GrantShape }) {
  if (address !== null) {
    return (
      <CopyField
        label="Address"
        value={address.port === 623 ? address.host : `${address.host}:${address.port}`}
      />
    );
  }
  return (
    <div>
      <div className="text-sm text-n-11">Address</div>
      <div className="py-1.5">Being opened again, a moment</div>
    </div>
  );
}

function ToolLines({ target }: { readonly target: ToolTarget }) {
  return (
    <>
      <div className="min-w-0 sm:col-span-2">
        <CopyField wrap label="In a terminal (asks for the password)" value={ipmitoolLine(target)} />
      </div>
      <div className="min-w-0 sm:col-span-2">
        <CopyField wrap label="With FreeIPMI" value={ipmipowerLine(target)} />
      </div>
    </>
  );
}

function End({ grant }: { readonly grant: GrantShape }) {
  if (grant.endsAt === null) return <>Permanent access, until somebody ends it</>;
  return (
    <>
      Ends at{' '}
      <strong className="font-semibold">
        <ClockTime at={grant.endsAt} />
      </strong>{' '}
      <span className="text-n-11">
        (in <Countdown deadline={grant.endsAt} />)
      </span>
    </>
  );
}
