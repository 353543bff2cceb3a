'use client';
import { Badge, Countdown, useNow } from '@postern/ui';
import type { ServerShape } from '../../server/shapes/server.ts';
import { endNoticeAt, endNoticeText } from '../access/end-notice.ts';
import { ExtendButton } from '../access/extend-button.tsx';

export interface TimeLeftProps {
  readonly server: ServerShape;
  /** When this console is cut. */
  readonly cutAt: Date;
  /** When the access ends: earlier, where an open console may finish. */
  readonly endsAt: Date;
}

/** What is left of the access; from ten minutes before its end in words, with the way to extend it beside. */
export function TimeLeft({ server, cutAt, endsAt }: TimeLeftProps) {
  const left = (endsAt.getTime() - useNow()) / 1000;
  const finishing = left <= 0 && cutAt > endsAt;
  const minutes = endNoticeAt(left);
  const { access } = server;
  return (
    <>
      {finishing && <Badge tone="warn">access over, finishing</Badge>}
      {minutes !== undefined && <Badge tone="warn">{endNoticeText(minutes)}</Badge>}
      <span className="px-1 text-sm">
        <span className="text-n-11">left </span>
        <strong className="font-semibold">
          <Countdown key={finishing ? 'cut' : 'end'} deadline={finishing ? cutAt : endsAt} />
        </strong>
      </span>
      {minutes !== undefined && access !== null && server.may.extend && (
        <ExtendButton server={server} grant={access} />
      )}
    </>
  );
}
