'use client';
import { Button, EmptyState, Filters, Input, Select, Skeleton } from '@postern/ui';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useDeferredValue, useState } from 'react';
import { ProblemNote } from '../data/problem-note.tsx';
import { useTRPC } from '../data/trpc.ts';
import { ServerRow } from './server-row.tsx';

type Power = 'on' | 'off' | 'unknown';
type Access = 'none' | 'live' | 'overdue';

/** The reading ages between changes; asking now and then keeps the age honest. */
const refreshMs = 20_000;

export interface ServerListProps {
  readonly staff: boolean;
}

export function ServerList({ staff }: ServerListProps) {
  const trpc = useTRPC();
  const [search, setSearch] = useState('');
  const [power, setPower] = useState<Power | ''>('');
  const [access, setAccess] = useState<Access | ''>('');
  const settled = useDeferredValue(search.trim());
  const filtered = settled !== '' || power !== '' || access !== '';
  const servers = useInfiniteQuery(
    trpc.servers.list.infiniteQueryOptions(
      {
        ...(settled === '' ? {} : { search: settled }),
        ...(power === '' ? {} : { power }),
        ...(access === '' ? {} : { access }),
      },
      {
        getNextPageParam: ({ nextCursor }) => nextCursor,
        placeholderData: keepPreviousData,
        refetchInterval: refreshMs,
      },
    ),
  );
  const items = servers.data?.pages.flatMap((page) => page.items);
  return (
    <div className="grid gap-4">
      <Filters className="flex flex-wrap gap-2">
        <Input
          type="search"
          aria-label="Find a server by name or address"
          placeholder="Name or IP address"
          value={search}
          onChange={(event) => setSearch(event.target.value)}
          className="sm:max-w-64"
        />
        <Select
          aria-label="Power"
          value={power}
          onChange={(event) => setPower(event.target.value as Power | '')}
          className="max-w-40 flex-1 sm:flex-none"
        >
          <option value="">Any power</option>
          <option value="on">On</option>
          <option value="off">Off</option>
          <option value="unknown">Unknown</option>
        </Select>
        <Select
          aria-label="Access"
          value={access}
          onChange={(event) => setAccess(event.target.value as Access | '')}
          className="max-w-44 flex-1 sm:flex-none"
        >
          <option value="">Any access</option>
          <option value="live">With access</option>
          <option value="none">Without access</option>
          <option value="overdue">Removal overdue</option>
        </Select>
      </Filters>
      {servers.error && items === undefined && (
        <ProblemNote error={servers.error} onRetry={() => void servers.refetch()} />
      )}
      {items === undefined && !servers.error && <ListSkeleton />}
      {items?.length === 0 && (
        <EmptyState title={filtered ? 'No server fits' : 'No servers yet'}>
          {filtered
            ? 'Change the words or the filters above.'
            : 'As soon as your hoster hands over a server, it stands here.'}
        </EmptyState>
      )}
      {items !== undefined && items.length > 0 && (
        <ul className="divide-y divide-n-6 overflow-hidden rounded-lg border border-n-6 bg-surface">
          {items.map((server) => (
            <ServerRow key={server.id} server={server} staff={staff} />
          ))}
        </ul>
      )}
      {servers.hasNextPage && (
        <div>
          <Button pending={servers.isFetchingNextPage} onClick={() => void servers.fetchNextPage()}>
            Show more
          </Button>
        </div>
      )}
    </div>
  );
}

function ListSkeleton() {
  return (
    <div className="grid gap-2" role="status" aria-label="Loading servers">
      {['a', 'b', 'c'].map((key) => (
        <Skeleton key={key} className="h-16" />
      ))}
    </div>
  );
}
