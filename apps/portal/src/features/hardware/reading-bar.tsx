'use client';
import { Button, Callout, RelativeTime, useNow } from '@postern/ui';
import { useMutation } from '@tanstack/react-query';
import { RefreshCw } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import type { HardwareStateShape } from '../../server/shapes/hardware.ts';
import { useLostSince } from '../data/live-changes.tsx';
import { ProblemNote } from '../data/problem-note.tsx';
import { useTRPC } from '../data/trpc.ts';

export interface ReadingBarProps {
  readonly serverId: string;
  readonly state: HardwareStateShape;
  /** What there is, in a few words. */
  readonly summary: ReactNode;
  readonly children?: ReactNode;
}

/** How old the page is, the button that makes it young, and what stands in the way. */
export function ReadingBar({ serverId, state, summary, children }: ReadingBarProps) {
  const { read, waiting } = useReadNow(state);
  const lost = useLostSince() !== null;
  return (
    <div className="mb-4 grid gap-3">
      <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
        <p className={lost ? 'text-n-9' : 'text-n-11'}>
          {summary}
          {state.readAt !== null && (
            <>
              {' '}
              · as of <RelativeTime at={state.readAt} />
            </>
          )}
        </p>
        <div className="flex flex-wrap items-center gap-2">
          {children}
          {state.offered && (
            <Button
              size="small"
              icon={<RefreshCw aria-hidden />}
              pending={waiting}
              onClick={() => read.mutate({ serverId })}
            >
              Read now
            </Button>
          )}
        </div>
      </div>
      {read.error && <ProblemNote error={read.error} />}
      {state.problem !== null && state.failingSince !== null && (
        <Callout tone={state.offered ? 'warn' : 'neutral'} title={state.problem}>
          {state.offered && (
            <>
              Not readable since <RelativeTime at={state.failingSince} />.{' '}
              {state.readAt === null ? 'Nothing was read before.' : 'What stands here is from before.'}
            </>
          )}
        </Callout>
      )}
    </div>
  );
}

/** A BMC that does not answer is waited for this long by the button; the page goes on without it. */
const patienceMs = 20_000;

function useReadNow(state: HardwareStateShape) {
  const trpc = useTRPC();
  const now = useNow();
  const stamp = `${state.readAt?.getTime()} ${state.failingSince?.getTime()}`;
  const [asked, setAsked] = useState<{ readonly stamp: string; readonly until: number }>();
  const read = useMutation(
    trpc.hardware.readNow.mutationOptions({
      onMutate: () => setAsked({ stamp, until: now + patienceMs }),
      onError: () => setAsked(undefined),
    }),
  );
  const waiting = read.isPending || (asked !== undefined && asked.stamp === stamp && now < asked.until);
  return { read, waiting };
}
