import type { ReactNode } from 'react';

export interface PageHeadProps {
  readonly title: string;
  readonly children?: ReactNode;
  /** The page's one primary action. */
  readonly action?: ReactNode;
}

export function PageHead({ title, children, action }: PageHeadProps) {
  return (
    <div className="mb-5 flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
      <div className="min-w-0">
        <h1 className="text-xl font-semibold leading-tight tracking-tight">{title}</h1>
        {children !== undefined && <div className="mt-1 text-n-11">{children}</div>}
      </div>
      {action}
    </div>
  );
}
