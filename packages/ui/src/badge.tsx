import { clsx } from 'clsx';
import type { ReactNode } from 'react';

export type Tone = 'neutral' | 'accent' | 'ok' | 'warn' | 'danger';

const tones: Record<Tone, string> = {
  neutral: 'border-n-6 bg-n-3 text-n-11',
  accent: 'border-accent-line bg-accent-soft text-accent',
  ok: 'border-ok-line bg-ok-soft text-ok',
  warn: 'border-warn-line bg-warn-soft text-warn',
  danger: 'border-danger-line bg-danger-soft text-danger',
};

/** Shape per tone, so that the meaning does not hang on the colour: ring, dot, filled dot, triangle, square. */
const shapes: Record<Tone, ReactNode> = {
  neutral: <circle cx="5" cy="5" r="3.25" fill="none" stroke="currentColor" strokeWidth="1.5" />,
  accent: <path d="M5 1.5a3.5 3.5 0 1 1-3.5 3.5" fill="none" stroke="currentColor" strokeWidth="1.75" />,
  ok: <circle cx="5" cy="5" r="4" fill="currentColor" />,
  warn: <path d="M5 .8 9.6 9H.4Z" fill="currentColor" />,
  danger: <path d="M5 .3 9.7 5 5 9.7.3 5Z" fill="currentColor" />,
};

export interface BadgeProps {
  readonly tone?: Tone;
  readonly children: ReactNode;
}

/** A state as word, shape and colour. */
export function Badge({ tone = 'neutral', children }: BadgeProps) {
  return (
    <span
      className={clsx(
        'inline-flex items-center gap-1.5 whitespace-nowrap rounded-sm border px-1.5 py-px text-sm font-medium',
        tones[tone],
      )}
    >
      <svg viewBox="0 0 10 10" className="size-2.5 shrink-0" aria-hidden="true">
        {shapes[tone]}
      </svg>
      {children}
    </span>
  );
}
