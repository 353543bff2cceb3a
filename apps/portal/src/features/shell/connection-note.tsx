'use client';
import { ClockTime } from '@postern/ui';
import { WifiOff } from 'lucide-react';
import { useLostSince } from '../data/live-changes.tsx';

/** Says that the page no longer hears of changes, and how old what it shows is. */
export function ConnectionNote() {
  const lostSince = useLostSince();
  return (
    <div role="status">
      {lostSince !== null && (
        <p className="flex items-center justify-center gap-2 border-b border-warn-line bg-warn-soft px-4 py-1.5 text-center text-sm text-warn">
          <WifiOff aria-hidden className="size-4 shrink-0" />
          <span>
            Connection lost, showing what was known at <ClockTime at={lostSince} seconds />. Trying again.
          </span>
        </p>
      )}
    </div>
  );
}
