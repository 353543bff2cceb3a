'use client';
import { Eye, EyeOff } from 'lucide-react';
import { Button } from './button.tsx';
import { CopyField } from './copy-field.tsx';

export interface RevealFieldProps {
  readonly label: string;
  /** `undefined` until it was asked for: the value is not in the page before. */
  readonly value: string | undefined;
  readonly pending?: boolean;
  readonly onReveal: () => void;
  readonly onHide: () => void;
}

/** A secret that comes to the page only when somebody asks to see it. */
export function RevealField({ label, value, pending = false, onReveal, onHide }: RevealFieldProps) {
  if (value !== undefined) {
    const hide = (
      <Button
        tone="quiet"
        size="small"
        className="px-2"
        aria-label={`Hide ${label.toLowerCase()}`}
        title="Hide"
        icon={<EyeOff aria-hidden />}
        onClick={onHide}
      />
    );
    return <CopyField label={label} value={value} action={hide} />;
  }
  return (
    <div className="min-w-0">
      <div className="text-sm text-n-11">{label}</div>
      <div className="mt-0.5 flex items-center gap-1 rounded-md border border-n-6 bg-n-2 py-0.5 pl-2.5 pr-1">
        <span aria-hidden className="flex-1 select-none font-mono text-sm tracking-wider text-n-11">
          ••••••••••
        </span>
        <Button tone="quiet" size="small" pending={pending} icon={<Eye aria-hidden />} onClick={onReveal}>
          Reveal<span className="sr-only"> {label.toLowerCase()}</span>
        </Button>
      </div>
    </div>
  );
}
