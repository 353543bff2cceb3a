'use client';
import { Badge, RelativeTime, type Tone } from '@postern/ui';
import type { ActionShape } from '../../server/shapes/action.ts';
import { actionName, actionProgress } from './action-text.ts';

const tones: Record<ActionShape['state'], Tone> = {
  requested: 'accent',
  running: 'accent',
  succeeded: 'ok',
  failed: 'danger',
  unknown: 'warn',
};

export interface ActionLineProps {
  readonly running: ActionShape | null;
  readonly last: ActionShape | null;
  /** The click is on its way: acknowledged before the server has said anything. */
  readonly waiting: boolean;
}

/** The operation that runs, or the last one and its result. */
export function ActionLine({ running, last, waiting }: ActionLineProps) {
  const action = running ?? last;
  return (
    <div aria-live="polite" className="empty:hidden">
      {waiting && running === null ? (
        <p className="rounded-md bg-n-2 px-3 py-2 text-sm">
          <Badge tone="accent">sending</Badge>
        </p>
      ) : (
        action !== null && (
          <div className="rounded-md bg-n-2 px-3 py-2 text-sm">
            <div className="flex flex-wrap items-center gap-x-2 gap-y-1">
              {running === null && <span className="text-n-11">Last</span>}
              <Badge tone={tones[action.state]}>{actionProgress(action)}</Badge>
              <span className="font-medium">{actionName(action.parameters)}</span>
              <span className="text-n-11">
                {action.requestedByName} · <RelativeTime at={action.finishedAt ?? action.requestedAt} />
              </span>
            </div>
            {action.error !== null && <p className="mt-1 text-n-12">{action.error.sentence}</p>}
          </div>
        )
      )}
    </div>
  );
}
