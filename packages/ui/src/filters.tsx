'use client';
import { clsx } from 'clsx';
import { type ReactNode, useSyncExternalStore } from 'react';

const nothingToWatch = () => () => undefined;

export interface FiltersProps {
  readonly className?: string;
  readonly children: ReactNode;
}

/**
 * Controls that narrow a list. They take input only once the page listens to them: on a slow connection a choice that was
 * made before would stand on the screen and narrow nothing.
 */
export function Filters({ className, children }: FiltersProps) {
  const listens = useSyncExternalStore(
    nothingToWatch,
    () => true,
    () => false,
  );
  return (
    <search>
      <fieldset disabled={!listens} className={clsx('min-w-0', className)}>
        {children}
      </fieldset>
    </search>
  );
}
