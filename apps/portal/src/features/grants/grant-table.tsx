'use client';
import {
  Button,
  Cell,
  ClockTime,
  Countdown,
  EmptyState,
  Filters,
  Input,
  Row,
  Skeleton,
  Table,
} from '@postern/ui';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useSearchParams } from 'next/navigation';
import { useDeferredValue, useState } from 'react';
import type { GrantOverviewShape } from '../../server/shapes/grant.ts';
import { EndAccessButton } from '../access/end-access-button.tsx';
import { endCauseWords } from '../access/words.ts';
import { ProblemNote } from '../data/problem-note.tsx';
import { useTRPC } from '../data/trpc.ts';
import { ConfirmButton } from './confirm-button.tsx';
import { DecideButtons } from './decide-buttons.tsx';
import {
  type GrantFilter,
  grantFilters,
  grantFilterWords,
  grantQueryOf,
  grantsAddress,
  readGrantFilter,
} from './grant-filters.ts';
import { GrantStateBadge } from './grant-state-badge.tsx';

/** Overdue is a matter of time alone: nothing is pushed when it happens. */
const refreshMs = 20_000;

const columns = [
  { label: 'Server' },
  { label: 'State' },
  { label: 'For' },
  { label: 'Since, until' },
  { label: 'Reason' },
  { label: 'Actions', hidden: true },
] as const;

const emptyTitles: Partial<Record<GrantFilter, string>> = {
  overdue: 'No removal is overdue',
  waiting: 'Nothing to approve',
  review: 'Nothing to review',
};
const emptyTexts: Partial<Record<GrantFilter, string>> = {
  overdue: 'Every access that ended is proven gone.',
  waiting: 'Requests wait here where policy wants somebody of support to approve them.',
  review:
    'Permanent access appears here two weeks before its date of review, and stays until somebody decides.',
};

/** Every grant, as narrow as the page's address says. */
export function GrantTable() {
  const trpc = useTRPC();
  const filter = readGrantFilter(useSearchParams().get('show'));
  const [search, setSearch] = useState('');
  const settled = useDeferredValue(search.trim());
  const grants = useInfiniteQuery(
    trpc.grants.list.infiniteQueryOptions(
      { ...grantQueryOf(filter), ...(settled === '' ? {} : { search: settled }) },
      {
        getNextPageParam: ({ nextCursor }) => nextCursor,
        placeholderData: keepPreviousData,
        refetchInterval: refreshMs,
      },
    ),
  );
  const all = grants.data?.pages.flatMap(({ items }) => items);
  const items = all
    ?.filter((grant) => filter !== 'permanent' || grant.permanent)
    .toSorted((a, b) => Number(b.overdue) - Number(a.overdue));
  return (
    <div className="grid gap-4">
      <Filters className="flex flex-wrap items-center gap-2">
        <fieldset className="flex flex-wrap gap-1">
          <legend className="sr-only">State</legend>
          {grantFilters.map((each) => (
            <Button
              key={each}
              size="small"
              tone="quiet"
              aria-pressed={each === filter}
              onClick={() => window.history.replaceState(null, '', grantsAddress(each))}
            >
              {grantFilterWords[each]}
            </Button>
          ))}
        </fieldset>
        <Input
          type="search"
          aria-label="Find a grant by server, tenant or ticket"
          placeholder="Server, tenant, ticket"
          value={search}
          onChange={(event) => setSearch(event.target.value)}
          className="sm:ml-auto sm:max-w-64"
        />
      </Filters>
      {grants.error && items === undefined && (
        <ProblemNote error={grants.error} onRetry={() => void grants.refetch()} />
      )}
      {items === undefined && !grants.error && <Skeleton className="h-40" />}
      {items?.length === 0 && (
        <EmptyState title={emptyTitles[filter] ?? 'No grants here'}>
          {emptyTexts[filter] ??
            'Grants appear when a tenant requests access, or when you give it on a server’s page.'}
        </EmptyState>
      )}
      {items !== undefined && items.length > 0 && (
        <Table stacked caption="Grants, overdue first" columns={columns}>
          {items.map((grant) => (
            <GrantRow key={grant.id} grant={grant} />
          ))}
        </Table>
      )}
      {grants.hasNextPage && (
        <div>
          <Button pending={grants.isFetchingNextPage} onClick={() => void grants.fetchNextPage()}>
            Show more
          </Button>
        </div>
      )}
    </div>
  );
}

function GrantRow({ grant }: { readonly grant: GrantOverviewShape }) {
  const endable = ['requested', 'provisioning', 'active'].includes(grant.state);
  return (
    <Row>
      <Cell>
        <Link href={`/servers/${grant.server.id}`} className="font-semibold hover:underline">
          {grant.server.name}
        </Link>
        <div className="whitespace-nowrap text-sm text-n-11">
          {grant.server.siteName} · {grant.server.rack}
        </div>
      </Cell>
      <Cell>
        <GrantStateBadge state={grant.state} overdue={grant.overdue} />
        {grant.state === 'revoking' && grant.lastError !== null && (
          <div className="mt-1 max-w-64 text-sm text-n-11">
            Attempt {grant.attempts}: {grant.lastError.sentence}
          </div>
        )}
        {grant.endCause !== null && grant.state !== 'active' && (
          <div className="mt-1 text-sm text-n-11">{endCauseWords[grant.endCause]}</div>
        )}
      </Cell>
      <Cell>
        {grant.organisation.name}
        <div className="text-sm text-n-11">{grant.holderName ?? 'everybody there'}</div>
      </Cell>
      <Cell className="whitespace-nowrap">
        <ClockTime at={grant.startsAt ?? grant.requestedAt} />
        <div className="text-sm text-n-11">
          <Until grant={grant} />
        </div>
      </Cell>
      <Cell>
        <div className="min-w-32 max-w-72 break-words">
          {grant.reason ?? <span className="text-n-11">none given</span>}
        </div>
        {grant.ticketNumber !== null && <div className="text-sm text-n-11">ticket {grant.ticketNumber}</div>}
      </Cell>
      <Cell className="text-right">
        <div className="flex flex-wrap justify-end gap-2">
          {grant.reviewDue !== null && <ConfirmButton server={grant.server} grant={grant} size="small" />}
          {endable && <EndAccessButton server={grant.server} grant={grant} staff size="small" />}
        </div>
        {grant.state === 'awaiting-approval' && (
          <div className="flex flex-wrap justify-end gap-2">
            <DecideButtons server={grant.server} grant={grant} size="small" />
          </div>
        )}
      </Cell>
    </Row>
  );
}

function Until({ grant }: { readonly grant: GrantOverviewShape }) {
  if (grant.state === 'revoked' && grant.revokedAt !== null) {
    return (
      <>
        gone <ClockTime at={grant.revokedAt} seconds />
      </>
    );
  }
  if (grant.permanent) {
    return grant.reviewAt === null ? (
      'permanent'
    ) : (
      <>
        permanent, review <ClockTime at={grant.reviewAt} />
        {grant.reviewDue === 'passed' && ' (passed)'}
        {grant.ownerName !== null && `, ${grant.ownerName} answers for it`}
      </>
    );
  }
  if (grant.state === 'active' && grant.endsAt !== null) {
    return (
      <>
        <ClockTime at={grant.endsAt} />, in <Countdown deadline={grant.endsAt} />
      </>
    );
  }
  if (grant.state === 'awaiting-approval' && grant.approvalUntil !== null) {
    return (
      <>
        denied at <ClockTime at={grant.approvalUntil} />
      </>
    );
  }
  return grant.endsAt === null ? 'not started' : <ClockTime at={grant.endsAt} />;
}
