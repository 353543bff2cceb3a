import { Button, RelativeTime } from '@postern/ui';
import Link from 'next/link';
import type { GrantOverviewShape } from '../../server/shapes/grant.ts';
import { grantsAddress } from '../grants/grant-filters.ts';
import { Need, NeedCard } from './need-card.tsx';

export interface OverdueNeedsProps {
  readonly grants: readonly GrantOverviewShape[];
}

/** When it ended for the tenant: at its time, or earlier because somebody ended it. */
function endOf({ endsAt, stateSince }: GrantOverviewShape): Date {
  return endsAt === null || endsAt > stateSince ? stateSince : endsAt;
}

/** Accounts that should be gone and are not proven to be. */
export function OverdueNeeds({ grants }: OverdueNeedsProps) {
  if (grants.length === 0) return null;
  return (
    <NeedCard
      tone="danger"
      title="Accounts that could not be removed in time"
      advice="Consoles of these are closed and none opens again. Postern keeps trying to remove the accounts; see whether the BMC answers."
      all={
        <Link href={grantsAddress('overdue')} className="underline">
          All overdue revocations
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
              {grant.server.siteName} · {grant.server.rack} · {grant.organisation.name}
            </span>
          </p>
          <p className="text-sm text-n-11">
            Ended <RelativeTime at={endOf(grant)} /> · {grant.attempts}{' '}
            {grant.attempts === 1 ? 'attempt' : 'attempts'}
            {grant.lastError !== null && ` · ${grant.lastError.sentence}`}
          </p>
        </Need>
      ))}
    </NeedCard>
  );
}
