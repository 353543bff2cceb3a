import { clsx } from 'clsx';
import { type ReactNode, useId } from 'react';

export interface CardProps {
  readonly title: string;
  /** At the right of the title: a badge, a link. */
  readonly aside?: ReactNode;
  readonly children: ReactNode;
  readonly className?: string;
  /** The part of an address after `#` that leads here. */
  readonly anchor?: string;
}

export function Card({ title, aside, children, className, anchor }: CardProps) {
  const id = useId();
  return (
    <section
      id={anchor}
      aria-labelledby={id}
      className={clsx('scroll-mt-4 rounded-lg border border-n-6 bg-surface', className)}
    >
      <div className="flex min-h-11 flex-wrap items-center justify-between gap-x-3 gap-y-1 border-b border-n-6 px-4 py-2">
        <h2 id={id} className="font-semibold">
          {title}
        </h2>
        {aside}
      </div>
      <div className="p-4">{children}</div>
    </section>
  );
}
