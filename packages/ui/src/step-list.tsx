import { clsx } from 'clsx';
import { Check, Minus, X } from 'lucide-react';
import type { ReactNode } from 'react';

export type StepState = 'waiting' | 'running' | 'done' | 'failed' | 'skipped';

export interface Step {
  readonly key: string;
  readonly label: string;
  readonly state: StepState;
  readonly detail?: ReactNode;
}

const words: Record<StepState, string> = {
  waiting: 'waiting',
  running: 'in progress',
  done: 'done',
  failed: 'failed',
  skipped: 'skipped',
};

/** Steps with ticks as they happen; the whole list is a live region. */
export function StepList({ label, steps }: { readonly label: string; readonly steps: readonly Step[] }) {
  return (
    <ol aria-label={label} aria-live="polite" className="grid gap-2">
      {steps.map((step) => (
        <li key={step.key} className="flex gap-2.5">
          <StepMark state={step.state} />
          <div className={clsx(step.state === 'waiting' && 'text-n-11')}>
            <span className={clsx(step.state === 'running' && 'font-medium')}>{step.label}</span>
            <span className="sr-only">, {words[step.state]}</span>
            {step.detail !== undefined && <div className="text-sm text-n-11">{step.detail}</div>}
          </div>
        </li>
      ))}
    </ol>
  );
}

function StepMark({ state }: { readonly state: StepState }) {
  const dress = 'mt-0.5 grid size-5 shrink-0 place-items-center rounded-full border [&_svg]:size-3';
  if (state === 'done') {
    return (
      <span aria-hidden className={clsx(dress, 'border-ok-line bg-ok-soft text-ok')}>
        <Check strokeWidth={3} />
      </span>
    );
  }
  if (state === 'failed') {
    return (
      <span aria-hidden className={clsx(dress, 'border-danger-line bg-danger-soft text-danger')}>
        <X strokeWidth={3} />
      </span>
    );
  }
  if (state === 'skipped') {
    return (
      <span aria-hidden className={clsx(dress, 'border-n-6 bg-n-3 text-n-11')}>
        <Minus strokeWidth={3} />
      </span>
    );
  }
  if (state === 'running') {
    return (
      <span aria-hidden className={clsx(dress, 'border-accent-fill')}>
        <span className="size-2 animate-[breathe_1s_infinite] rounded-full bg-accent-fill" />
      </span>
    );
  }
  return <span aria-hidden className={clsx(dress, 'border-dashed border-n-7')} />;
}
