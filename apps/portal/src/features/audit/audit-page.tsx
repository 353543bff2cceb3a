'use client';
import { Button, EmptyState, Skeleton } from '@postern/ui';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { clsx } from 'clsx';
import { useDeferredValue, useState } from 'react';
import {
  type AuditFilter,
  auditFilterQuery,
  auditListInput,
  emptyFilter,
} from '../../server/shapes/audit-filter.ts';
import { ProblemNote } from '../data/problem-note.tsx';
import { useTRPC } from '../data/trpc.ts';
import { PageHead } from '../shell/page-head.tsx';
import { AuditFilters } from './audit-filters.tsx';
import { AuditRow } from './audit-row.tsx';
import { VerifyAudit } from './verify-audit.tsx';

export interface AuditPageProps {
  readonly first: AuditFilter;
  /** Name of the server that the page was opened for, if it was for one. */
  readonly firstServerName: string | null;
}

const exports = [
  { format: 'csv', word: 'Download CSV' },
  { format: 'jsonl', word: 'Download JSON Lines' },
] as const;

/** Every row that the filter leaves, not the shown ones alone. */
function exportAddress(filter: AuditFilter, format: string): string {
  const query = new URLSearchParams(auditFilterQuery(filter));
  query.set('format', format);
  return `/api/audit/export?${query}`;
}

/** The log, newest first, as narrow as wanted, and the proof that nobody changed it. */
export function AuditPage({ first, firstServerName }: AuditPageProps) {
  const trpc = useTRPC();
  const [filter, setFilter] = useState(first);
  const settled = useDeferredValue(filter);
  const list = useInfiniteQuery(
    trpc.audit.list.infiniteQueryOptions(auditListInput(settled), {
      getNextPageParam: ({ nextCursor }) => nextCursor,
      placeholderData: keepPreviousData,
    }),
  );
  const narrow = (next: AuditFilter) => {
    setFilter(next);
    window.history.replaceState(null, '', window.location.pathname + auditFilterQuery(next));
  };
  const [begun, setBegun] = useState(0);
  /** Takes fields that hold their own text along: they begin anew. */
  const replace = (next: AuditFilter) => {
    narrow(next);
    setBegun(begun + 1);
  };
  const rows = list.data?.pages.flatMap(({ items }) => items);
  const narrowed = auditFilterQuery(filter) !== '';
  return (
    <>
      <PageHead title="Audit">
        Everything that was done or refused. Rows are chained: none can be changed unseen.
      </PageHead>
      <div className="grid gap-4">
        <VerifyAudit onVerified={() => void list.refetch()} />
        <AuditFilters
          key={begun}
          filter={filter}
          onChange={narrow}
          firstServerName={begun === 0 ? firstServerName : null}
        />
        <div className="flex flex-wrap items-center gap-2">
          <Button
            size="small"
            pending={list.isRefetching && !list.isPlaceholderData}
            onClick={() => void list.refetch()}
          >
            Refresh
          </Button>
          {exports.map(({ format, word }) => (
            <Button key={format} size="small" asChild>
              <a href={exportAddress(filter, format)} download>
                {word}
              </a>
            </Button>
          ))}
          {narrowed && (
            <Button size="small" onClick={() => replace(emptyFilter)}>
              Clear filters
            </Button>
          )}
        </div>
        {list.error && rows === undefined && (
          <ProblemNote error={list.error} onRetry={() => void list.refetch()} />
        )}
        {rows === undefined && !list.error && (
          <div role="status" aria-label="Loading the log">
            <Skeleton className="h-96" />
          </div>
        )}
        {rows?.length === 0 && (
          <EmptyState title={narrowed ? 'Nothing fits' : 'Nothing happened yet'}>
            {narrowed && 'Widen the time or clear the filters.'}
          </EmptyState>
        )}
        {rows !== undefined && rows.length > 0 && (
          <ol
            aria-label="Events, newest first"
            aria-busy={list.isPlaceholderData}
            className={clsx(
              'divide-y divide-n-6 overflow-hidden rounded-lg border border-n-6 bg-surface transition-opacity duration-100',
              list.isPlaceholderData && 'opacity-60',
            )}
          >
            {rows.map((row) => (
              <AuditRow key={row.seq} row={row} onGrant={(grantId) => replace({ ...emptyFilter, grantId })} />
            ))}
          </ol>
        )}
        {list.hasNextPage && (
          <div>
            <Button pending={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
              Show older
            </Button>
          </div>
        )}
      </div>
    </>
  );
}
