'use client';
import { useNow, useTimeZone } from './clock.tsx';
import { ageText } from './duration-text.ts';
import { clockText, utcText } from './time-text.ts';

export interface ClockTimeProps {
  readonly at: Date;
  readonly seconds?: boolean;
}

/** A clock time in the reader's zone; UTC on hover. */
export function ClockTime({ at, seconds = false }: ClockTimeProps) {
  const timeZone = useTimeZone();
  const now = useNow();
  return (
    <time dateTime={at.toISOString()} title={utcText(at)} className="whitespace-nowrap tabular-nums">
      {clockText(at, new Date(now), timeZone, seconds)}
    </time>
  );
}

/** How long ago, kept current; UTC on hover. */
export function RelativeTime({ at }: { readonly at: Date }) {
  const now = useNow();
  return (
    <time dateTime={at.toISOString()} title={utcText(at)} className="whitespace-nowrap tabular-nums">
      {ageText((now - at.getTime()) / 1000)}
    </time>
  );
}
