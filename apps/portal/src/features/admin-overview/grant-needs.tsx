import { Button, ClockTime } from '@postern/ui';
import Link from 'next/link';
import type { GrantOverviewShape } from '../../server/shapes/grant.ts';
import { grantsAddress } from '../grants/grant-filters.ts';
import { Need, NeedCard } from './need-card.tsx';

const words = {
  waiting: {
    title: 'Requests to approve',
    advice: 'Tenants wait for these. A request that nobody decides on is denied by itself.',
    all: 'All requests to approve',
  },
  review: {
    title: 'Permanent access to review',
    advice: 'Somebody has to say whether it is still needed: confirm it until another day, or revoke it.',
    all: 'All permanent access to review',
  },
} as const;

export interface GrantNeedsProps {
  readonly need: keyof typeof words;
  readonly grants: readonly GrantOverviewShape[];
}

/** Grants that somebody has to decide on. */
export function GrantNeeds({ need, grants }: GrantNeedsProps) {
  if (grants.length === 0) return null;
  const { title, advice, all } = words[need];
  return (
    <NeedCard
      tone="warn"
      title={title}
      advice={advice}
      all={
        <Link href={grantsAddress(need)} className="underline">
          {all}
        </Link>
      }
    >
      {grants.map((grant) => (
        <Need
          key={grant.id}
          way={
            <Button asChild size="small">
              <Link href={`/servers/${grant.server.id}`}>
                Open<span className="sr-only"> {grant.server.name}</span>
              </Link>
            </Button>
          }
        >
          <p>
            <span className="font-semibold">{grant.server.name}</span>{' '}
            <span className="text-n-11">
              {grant.server.siteName} · {grant.organisation.name}
            </span>
          </p>
          <p className="text-sm text-n-11">
            <When grant={grant} />
            {grant.reason !== null && ` · ${grant.reason}`}
          </p>
        </Need>
      ))}
    </NeedCard>
  );
}

function When({ grant }: { readonly grant: GrantOverviewShape }) {
  if (grant.approvalUntil !== null && grant.state === 'awaiting-approval') {
    return (
      <>
        Denied at <ClockTime at={grant.approvalUntil} />
      </>
    );
  }
  if (grant.reviewAt === null) return null;
  return (
    <>
      Review {grant.reviewDue === 'passed' ? 'was' : 'is'} on <ClockTime at={grant.reviewAt} />
      {grant.ownerName !== null && ` · ${grant.ownerName} answers for it`}
    </>
  );
}
