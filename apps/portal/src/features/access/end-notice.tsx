'use client';
import { Callout, useNow } from '@postern/ui';
import type { GrantShape } from '../../server/shapes/grant.ts';
import type { ServerShape } from '../../server/shapes/server.ts';
import { endNoticeAt, endNoticeText } from './end-notice.ts';
import { ExtendButton } from './extend-button.tsx';

export interface EndNoticeProps {
  readonly server: ServerShape;
  readonly grant: GrantShape;
}

/**
 * The coming end, seen from ten minutes before it, with the way to move it beside. It is not spoken: the countdown on the
 * same page speaks at the same instants.
 */
export function EndNotice({ server, grant }: EndNoticeProps) {
  const nowMs = useNow();
  if (grant.endsAt === null || grant.inGrace) return null;
  const minutes = endNoticeAt((grant.endsAt.getTime() - nowMs) / 1000);
  if (minutes === undefined) return null;
  return (
    <div aria-live="off">
      <Callout
        tone="warn"
        title={endNoticeText(minutes)}
        {...(server.may.extend ? { action: <ExtendButton server={server} grant={grant} /> } : {})}
      >
        {grant.graceSeconds > 0
          ? 'A console that is open then may go on for a while; everything else ends.'
          : `Open consoles close${grant.scopes.includes('account') ? ' and the account is removed' : ''}. The server itself keeps running.`}
      </Callout>
    </div>
  );
}
