'use client';
import { Button, ClockTime } from '@postern/ui';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { inferRouterOutputs } from '@trpc/server';
import Link from 'next/link';
import type { AppRouter } from '../../server/trpc/router.ts';
import { useTRPC } from '../data/trpc.ts';
import { Need, NeedCard } from './need-card.tsx';

type Found = inferRouterOutputs<AppRouter>['findings']['list']['items'][number];

const words = {
  appeared: 'appeared',
  'gained-rights': 'gained rights',
  enabled: 'was enabled',
} as const satisfies Record<Found['findings'][number]['what'], string>;

/** BMC users that appeared or gained rights while a tenant was administrator. */
export function FindingNeeds({ found }: { readonly found: readonly Found[] }) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const seen = useMutation(
    trpc.findings.markSeen.mutationOptions({
      onSettled: () => queryClient.invalidateQueries(trpc.findings.list.pathFilter()),
    }),
  );
  if (found.length === 0) return null;
  return (
    <NeedCard
      tone="danger"
      title="Accounts that appeared during administrator access"
      advice="The tenant’s own account is gone. These were made or given rights meanwhile, and still stand on the BMC: remove what nobody at the hoster knows."
    >
      {found.map(({ grantId, server, organisationName, comparedAt, findings }) => (
        <Need
          key={grantId}
          way={
            <div className="flex flex-wrap gap-2">
              <Button asChild size="small">
                <Link href={`/servers/${server.id}`}>
                  Open<span className="sr-only"> {server.name}</span>
                </Link>
              </Button>
              <Button
                size="small"
                pending={seen.isPending && seen.variables.grantId === grantId}
                onClick={() => seen.mutate({ grantId })}
              >
                Dealt with<span className="sr-only"> on {server.name}</span>
              </Button>
            </div>
          }
        >
          <p>
            <span className="font-semibold">{server.name}</span>{' '}
            <span className="text-n-11">
              {server.siteName} · {organisationName} · found <ClockTime at={comparedAt} />
            </span>
          </p>
          <ul className="text-sm text-n-11">
            {findings.map(({ slot, name, what, privilege }) => (
              <li key={`${slot} ${name}`}>
                <span className="font-mono text-n-12">{name === '' ? 'a user without a name' : name}</span>
                {slot !== null && ` in slot ${slot}`} {words[what]}, {privilege}
              </li>
            ))}
          </ul>
        </Need>
      ))}
    </NeedCard>
  );
}
