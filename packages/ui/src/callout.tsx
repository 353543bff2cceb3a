import { clsx } from 'clsx';
import { CircleCheck, Info, OctagonAlert, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Tone } from './badge.tsx';

const dresses: Record<Tone, string> = {
  neutral: 'border-n-6 bg-n-2 text-n-12 [&>svg]:text-n-11',
  accent: 'border-accent-line bg-accent-soft text-n-12 [&>svg]:text-accent',
  ok: 'border-ok-line bg-ok-soft text-n-12 [&>svg]:text-ok',
  warn: 'border-warn-line bg-warn-soft text-n-12 [&>svg]:text-warn',
  danger: 'border-danger-line bg-danger-soft text-n-12 [&>svg]:text-danger',
};

const icons: Record<Tone, typeof Info> = {
  neutral: Info,
  accent: Info,
  ok: CircleCheck,
  warn: TriangleAlert,
  danger: OctagonAlert,
};

export interface CalloutProps {
  readonly tone?: Tone;
  readonly title?: string;
  readonly children?: ReactNode;
  /** Buttons or links that are the way on. */
  readonly action?: ReactNode;
  /** Announced as soon as it appears. */
  readonly urgent?: boolean;
}

/** What happened, what is not broken, what to do now. */
export function Callout({ tone = 'neutral', title, children, action, urgent = false }: CalloutProps) {
  const Icon = icons[tone];
  return (
    <div
      {...(urgent ? { role: 'alert' } : {})}
      className={clsx(
        'flex flex-wrap items-start gap-x-3 gap-y-2 rounded-md border px-3.5 py-2.5',
        dresses[tone],
      )}
    >
      <Icon aria-hidden className="mt-1 size-4 shrink-0" />
      <div className="min-w-0 flex-1 basis-48">
        {title !== undefined && <p className="font-medium">{title}</p>}
        {children !== undefined && <div className="text-sm leading-6 text-n-12">{children}</div>}
      </div>
      {action !== undefined && <div className="flex flex-wrap gap-2 self-center">{action}</div>}
    </div>
  );
}
