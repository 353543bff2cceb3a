'use client';
import type { GrantScope } from '@postern/domain';
import { scopeWords } from '../policy/policy-words.ts';
import { ScopeChoices } from '../policy/scope-choices.tsx';

export interface ScopeFieldProps {
  readonly offered: readonly GrantScope[];
  readonly chosen: readonly GrantScope[];
  readonly error?: string | undefined;
  readonly onChange: (chosen: readonly GrantScope[]) => void;
}

/** What new access is for: everything that is offered, unless somebody wants less. */
export function ScopeField({ offered, chosen, error, onChange }: ScopeFieldProps) {
  return (
    <details className="rounded-md border border-n-6 px-3 py-2" open={error !== undefined || undefined}>
      <summary className="cursor-pointer">
        <span className="text-sm font-medium">For what</span>{' '}
        <span className="text-sm text-n-11">{chosenText(chosen, offered)}</span>
      </summary>
      <fieldset className="pt-3 pb-1">
        <legend className="sr-only">For what</legend>
        <ScopeChoices offered={offered} chosen={chosen} onChange={onChange} />
      </fieldset>
      {error !== undefined && (
        <p role="alert" className="text-sm font-medium text-danger">
          {error}
        </p>
      )}
    </details>
  );
}

function chosenText(chosen: readonly GrantScope[], offered: readonly GrantScope[]): string {
  if (chosen.length === 0) return 'nothing chosen';
  return chosen.length === offered.length && offered.length > 1
    ? 'everything offered here'
    : scopesText(chosen);
}

/** "use the console, power and boot". Using the console includes looking at it. */
export function scopesText(scopes: readonly GrantScope[]): string {
  return scopes
    .filter((scope) => scope !== 'view' || !scopes.includes('console'))
    .map((scope) => scopeWords[scope].label)
    .join(', ')
    .toLowerCase()
    .replace('bmc', 'BMC');
}
