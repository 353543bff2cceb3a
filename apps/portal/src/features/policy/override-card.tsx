'use client';
import { Button, Card } from '@postern/ui';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTRPC } from '../data/trpc.ts';
import { EditOverrides } from './edit-overrides.tsx';
import { policyLabels, policyValueText, sourceText } from './policy-words.ts';

/** The policy that holds on one server, each value with who said it, and the way to say otherwise. */
export function OverrideCard({ serverId, name }: { readonly serverId: string; readonly name: string }) {
  const trpc = useTRPC();
  const [editing, setEditing] = useState(false);
  const { data } = useQuery(trpc.policies.get.queryOptions({ of: { serverId } }));
  if (data?.holding == null) return null;
  const { policy, sources } = data.holding;
  const names = Object.keys(policyLabels) as (keyof typeof policyLabels)[];
  return (
    <Card
      title="Access policy"
      aside={
        <Button size="small" onClick={() => setEditing(true)}>
          Change policy<span className="sr-only"> of {name}</span>
        </Button>
      }
    >
      <dl className="grid gap-x-6 gap-y-3 sm:grid-cols-2">
        {names.map((each) => {
          const source = sources[each];
          const own = source.level === 'server';
          return (
            <div key={each}>
              <dt className="text-sm text-n-11">{policyLabels[each].label}</dt>
              <dd>
                <span className="tabular-nums">{policyValueText(each, policy)}</span>{' '}
                <span className={own ? 'text-sm font-medium' : 'text-sm text-n-11'}>
                  {own ? 'from this server' : sourceText(source)}
                </span>
              </dd>
            </div>
          );
        })}
      </dl>
      {editing && <EditOverrides of={{ serverId }} name={name} onClose={() => setEditing(false)} />}
    </Card>
  );
}
