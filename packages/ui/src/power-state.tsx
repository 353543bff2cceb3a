import { clsx } from 'clsx';
import type { ReactNode } from 'react';

export interface PowerStateProps {
  readonly state: 'on' | 'off' | 'unknown';
  /** What stands behind the word: the age of the reading, or why there is none. */
  readonly note?: ReactNode;
  /** The reading may be out of date: greyed. */
  readonly stale?: boolean;
  readonly className?: string;
}

/** Filled dot: on. Hollow: off. Dashed: nobody knows. */
export function PowerState({ state, note, stale = false, className }: PowerStateProps) {
  return (
    <span className={clsx('inline-flex items-baseline gap-1.5 whitespace-nowrap', className)}>
      <svg
        viewBox="0 0 12 12"
        aria-hidden="true"
        className={clsx(
          'size-3 shrink-0 translate-y-px self-baseline',
          stale
            ? 'text-n-9'
            : state === 'on'
              ? 'text-ok-fill'
              : state === 'off'
                ? 'text-n-10'
                : 'text-warn-fill',
        )}
      >
        {state === 'on' ? (
          <circle cx="6" cy="6" r="5" fill="currentColor" />
        ) : (
          <circle
            cx="6"
            cy="6"
            r="4.5"
            fill="none"
            stroke="currentColor"
            strokeWidth="2"
            {...(state === 'unknown' ? { strokeDasharray: '2.6 2.1' } : {})}
          />
        )}
      </svg>
      <span className={clsx('font-medium', stale && 'text-n-11')}>{state}</span>
      {note !== undefined && <span className="text-sm text-n-11">· {note}</span>}
    </span>
  );
}
