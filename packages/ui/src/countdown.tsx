'use client';
import { useEffect, useRef, useState } from 'react';
import { useNow } from './clock.tsx';
import { countdownAnnouncement, durationText } from './duration-text.ts';

/** What is left until `deadline`; spoken at ten, five and one minute. */
export function Countdown({ deadline }: { readonly deadline: Date }) {
  const seconds = Math.max(0, (deadline.getTime() - useNow()) / 1000);
  const previous = useRef(seconds);
  const [announcement, setAnnouncement] = useState('');
  useEffect(() => {
    const next = countdownAnnouncement(previous.current, seconds);
    previous.current = seconds;
    if (next !== undefined) setAnnouncement(next);
  }, [seconds]);
  return (
    <span className="tabular-nums">
      {/* In a region that is read out, the passing seconds are not. */}
      <span aria-live="off">{durationText(seconds)}</span>
      <span className="sr-only" role="status">
        {announcement}
      </span>
    </span>
  );
}
