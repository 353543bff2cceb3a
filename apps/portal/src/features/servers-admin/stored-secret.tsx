import { Button, ClockTime } from '@postern/ui';
import { Lock } from 'lucide-react';

export interface StoredSecretProps {
  readonly label: string;
  readonly changedAt: Date;
  readonly onReplace: () => void;
}

/** A secret that is held and cannot be looked at; the one thing to do with it is to put another in its place. */
export function StoredSecret({ label, changedAt, onReplace }: StoredSecretProps) {
  return (
    <div>
      <div className="mb-1 text-sm font-medium">{label}</div>
      <div className="flex min-h-9 flex-wrap items-center justify-between gap-2 rounded-md border border-n-6 bg-n-2 py-1 pl-3 pr-1">
        <span className="flex items-center gap-2">
          <Lock aria-hidden className="size-3.5 text-n-11" />
          <span>
            stored ·{' '}
            <span className="text-n-11">
              since <ClockTime at={changedAt} />
            </span>
          </span>
        </span>
        <Button size="small" onClick={onReplace}>
          Replace<span className="sr-only"> {label.toLowerCase()}</span>
        </Button>
      </div>
    </div>
  );
}
