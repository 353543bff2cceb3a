'use client';
import { Button, EmptyState, Filters, Input, Select, Skeleton, Table } from '@postern/ui';
import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useDeferredValue, useState } from 'react';
import { ProblemNote } from '../data/problem-note.tsx';
import { useTRPC } from '../data/trpc.ts';
import {
  narrows,
  orderChoices,
  type SetupFilter,
  setupFilterQuery,
  setupListInput,
  troubleChoices,
} from './setup-filter.ts';
import { SetupRow } from './setup-row.tsx';

/** A test or a freeze shows here without a reload. */
const refreshMs = 10_000;

const columns = [
  { label: 'Server' },
  { label: 'Tenant', className: 'hidden md:table-cell' },
  { label: 'BMC', className: 'hidden sm:table-cell' },
  { label: 'Users', className: 'hidden lg:table-cell' },
  { label: 'Last test' },
] as const;

export function ServerTable({ first }: { readonly first: SetupFilter }) {
  const trpc = useTRPC();
  const [filter, setFilter] = useState(first);
  const settled = useDeferredValue(filter);
  const sites = useQuery(trpc.sites.list.queryOptions());
  const list = useInfiniteQuery(
    trpc.bmcs.list.infiniteQueryOptions(setupListInput(settled), {
      getNextPageParam: ({ nextCursor }) => nextCursor,
      placeholderData: keepPreviousData,
      refetchInterval: refreshMs,
    }),
  );
  const narrow = (changes: Partial<SetupFilter>) => {
    const next = { ...filter, ...changes };
    setFilter(next);
    window.history.replaceState(null, '', window.location.pathname + setupFilterQuery(next));
  };
  const items = list.data?.pages.flatMap((page) => page.items);
  return (
    <div className="grid gap-4">
      <Filters className="flex flex-wrap gap-2">
        <Input
          type="search"
          aria-label="Find a server"
          placeholder="Name, rack, serial, address, tenant"
          value={filter.search}
          maxLength={200}
          onChange={(event) => narrow({ search: event.target.value })}
          className="sm:max-w-80"
        />
        <Select
          aria-label="Site"
          value={filter.siteId}
          onChange={(event) => narrow({ siteId: event.target.value })}
          className="flex-1 sm:max-w-48 sm:flex-none"
        >
          <option value="">All sites</option>
          {sites.data?.items.map((site) => (
            <option key={site.id} value={site.id}>
              {site.name}
            </option>
          ))}
        </Select>
        <Select
          aria-label="State of the BMC"
          value={filter.trouble}
          onChange={(event) => narrow({ trouble: event.target.value as SetupFilter['trouble'] })}
          className="flex-1 sm:max-w-48 sm:flex-none"
        >
          <option value="">Any state</option>
          {troubleChoices.map(({ value, label }) => (
            <option key={value} value={value}>
              {label}
            </option>
          ))}
        </Select>
        <Select
          aria-label="Order"
          value={filter.order}
          onChange={(event) => narrow({ order: event.target.value as SetupFilter['order'] })}
          className="flex-1 sm:max-w-56 sm:flex-none"
        >
          {orderChoices.map(({ value, label }) => (
            <option key={value} value={value}>
              {label}
            </option>
          ))}
        </Select>
      </Filters>
      {list.error && items === undefined && (
        <ProblemNote error={list.error} onRetry={() => void list.refetch()} />
      )}
      {items === undefined && !list.error && <Loading />}
      {items?.length === 0 && (
        <EmptyState title={narrows(filter) ? 'No server fits' : 'No servers yet'}>
          {narrows(filter)
            ? 'Change the words or the filters above.'
            : 'Add the first one, then set up its BMC and test it.'}
        </EmptyState>
      )}
      {items !== undefined && items.length > 0 && (
        <Table caption="Servers" columns={columns}>
          {items.map((server) => (
            <SetupRow key={server.id} server={server} />
          ))}
        </Table>
      )}
      {list.hasNextPage && (
        <div>
          <Button pending={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
            Show more
          </Button>
        </div>
      )}
    </div>
  );
}

function Loading() {
  return (
    <div role="status" aria-label="Loading servers">
      <Skeleton className="h-72" />
    </div>
  );
}
