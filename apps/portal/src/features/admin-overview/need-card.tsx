import { Badge, Card, type Tone } from '@postern/ui';
import type { ReactNode } from 'react';

export interface NeedCardProps {
  readonly title: string;
  readonly tone: Extract<Tone, 'warn' | 'danger'>;
  /** What it means, and what to do. */
  readonly advice: ReactNode;
  /** Leads to all of them. */
  readonly all?: ReactNode;
  readonly children: ReactNode;
}

/** One kind of thing that needs somebody: what it is, what to do, which ones. */
export function NeedCard({ title, tone, advice, all, children }: NeedCardProps) {
  return (
    <Card title={title} aside={<Badge tone={tone}>{tone === 'danger' ? 'urgent' : 'look at it'}</Badge>}>
      <p className="max-w-prose text-n-11">{advice}</p>
      <ul className="-mb-2.5 mt-3 divide-y divide-n-6 border-t border-n-6">{children}</ul>
      {all !== undefined && <div className="mt-5">{all}</div>}
    </Card>
  );
}

export interface NeedProps {
  readonly children: ReactNode;
  /** Where to go with it. */
  readonly way: ReactNode;
}

export function Need({ children, way }: NeedProps) {
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 py-2.5">
      <div className="min-w-0">{children}</div>
      {way}
    </li>
  );
}
