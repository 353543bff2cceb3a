'use client';
import type { GrantScope } from '@postern/domain';
import { Checkbox } from '@postern/ui';
import { scopeWords } from './policy-words.ts';

export interface ScopeChoicesProps {
  readonly offered: readonly GrantScope[];
  readonly chosen: readonly GrantScope[];
  readonly onChange: (chosen: readonly GrantScope[]) => void;
}

/** What access may be for. Using the console includes looking at it, and the boxes show that. */
export function ScopeChoices({ offered, chosen, onChange }: ScopeChoicesProps) {
  const included = (scope: GrantScope) => scope === 'view' && chosen.includes('console');
  return (
    <div className="grid gap-2 sm:grid-cols-2">
      {offered.map((scope) => (
        <Checkbox
          key={scope}
          label={scopeWords[scope].label}
          hint={scopeWords[scope].hint}
          checked={chosen.includes(scope) || included(scope)}
          disabled={included(scope)}
          onCheckedChange={(checked) =>
            onChange(offered.filter((each) => (each === scope ? checked : chosen.includes(each))))
          }
        />
      ))}
    </div>
  );
}
