import { clsx } from 'clsx';
import type { ReactNode } from 'react';
import { CopyButton } from './copy-button.tsx';

export interface CopyFieldProps {
  readonly label: string;
  readonly value: string;
  /** Stands between value and copy button, e.g. a button that hides the value. */
  readonly action?: ReactNode;
  /** Long values break over lines instead of scrolling. */
  readonly wrap?: boolean;
}

/** Something that people copy: monospace, selectable in one click, with a button. */
export function CopyField({ label, value, action, wrap = false }: CopyFieldProps) {
  return (
    <div className="min-w-0">
      <div className="text-sm text-n-11">{label}</div>
      <div className="mt-0.5 flex items-center gap-1 rounded-md border border-n-6 bg-n-2 pl-2.5 pr-1">
        <code
          className={clsx(
            'min-w-0 flex-1 select-all py-1.5 font-mono text-sm',
            wrap ? 'break-all' : 'truncate',
          )}
        >
          {value}
        </code>
        {action}
        <CopyButton label={label.toLowerCase()} value={value} />
      </div>
    </div>
  );
}
