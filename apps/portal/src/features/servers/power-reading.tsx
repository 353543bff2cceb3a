'use client';
import { PowerState, RelativeTime } from '@postern/ui';
import type { ServerOverviewShape } from '../../server/shapes/server.ts';
import { useLostSince } from '../data/live-changes.tsx';

/** The power state with the age of what it says, or since when nothing could be read. */
export function PowerReading({ power }: { readonly power: ServerOverviewShape['power'] }) {
  const lost = useLostSince() !== null;
  const { state, readAt, failingSince } = power;
  if (failingSince !== null) {
    return (
      <PowerState
        state={state}
        stale
        note={<>no answer, last read {readAt === null ? 'never' : <RelativeTime at={readAt} />}</>}
      />
    );
  }
  return (
    <PowerState
      state={state}
      stale={lost}
      note={readAt === null ? 'not read yet' : <RelativeTime at={readAt} />}
    />
  );
}
