'use client';
import { EmptyState, Input, PowerState, Skeleton } from '@postern/ui';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Search } from 'lucide-react';
import Link from 'next/link';
import { useDeferredValue, useState } from 'react';
import { ProblemNote } from '../data/problem-note.tsx';
import { useTRPC } from '../data/trpc.ts';
import { GrantStateBadge } from '../grants/grant-state-badge.tsx';

type Matched = 'name' | 'address' | 'tenant' | 'bmc' | 'account' | 'serial' | 'ticket';

const matchedWords: Record<Matched, string> = {
  name: 'name',
  address: 'IP address',
  tenant: 'tenant',
  bmc: 'BMC address',
  account: 'temporary account',
  serial: 'serial number',
  ticket: 'ticket',
};

/** One box for whatever stands in a ticket. */
export function SupportSearch() {
  const trpc = useTRPC();
  const [typed, setTyped] = useState('');
  const query = useDeferredValue(typed.trim());
  const found = useQuery(
    trpc.support.search.queryOptions(
      { query: query || ' ' },
      { enabled: query !== '', placeholderData: keepPreviousData },
    ),
  );
  const items = query === '' ? undefined : found.data?.items;
  return (
    <div className="grid gap-4">
      <search className="relative">
        <Search
          aria-hidden
          className="pointer-events-none absolute left-3 top-1/2 size-5 -translate-y-1/2 text-n-11"
        />
        <Input
          type="search"
          // The page is this box: whoever comes here types.
          autoFocus
          aria-label="Search servers, addresses, tenants, accounts and tickets"
          placeholder="Server, IP, tenant, BMC address, account or ticket"
          value={typed}
          maxLength={200}
          onChange={(event) => setTyped(event.target.value)}
          className="h-12! pl-10 text-lg"
        />
      </search>
      {query === '' && (
        <p className="text-n-11">
          Paste anything from the ticket: a server's name, an IP address, the customer, a BMC address, or the
          user name of a temporary account.
        </p>
      )}
      {found.error && query !== '' && (
        <ProblemNote error={found.error} onRetry={() => void found.refetch()} />
      )}
      {query !== '' && items === undefined && !found.error && <Skeleton className="h-24" />}
      {items?.length === 0 && (
        <EmptyState title={`Nothing fits “${query}”`}>
          Try a part of it: the first letters of the name, or the address alone.
        </EmptyState>
      )}
      {items !== undefined && items.length > 0 && (
        <ul
          aria-label="Found"
          className="divide-y divide-n-6 overflow-hidden rounded-lg border border-n-6 bg-surface"
        >
          {items.map((hit) => (
            <li
              key={`${hit.serverId} ${hit.matched}`}
              className="relative grid gap-x-4 gap-y-1 px-4 py-3 hover:bg-n-2 md:grid-cols-[minmax(0,2fr)_minmax(0,2fr)_8rem_minmax(0,1fr)] md:items-center"
            >
              <div className="min-w-0">
                <Link
                  href={`/servers/${hit.serverId}`}
                  className="font-semibold after:absolute after:inset-0 after:content-[''] hover:underline"
                >
                  {hit.serverName}
                </Link>
                <div className="truncate text-sm text-n-11">
                  {hit.organisationName ?? 'rented to nobody'} · {hit.siteName} · {hit.rack}
                </div>
              </div>
              <div className="min-w-0 truncate text-sm text-n-11">
                {matchedWords[hit.matched]} <span className="font-mono text-n-12">{hit.matchedText}</span>
              </div>
              <PowerState state={hit.powerState ?? 'unknown'} />
              <div>
                {hit.grantState !== null && <GrantStateBadge state={hit.grantState} overdue={false} />}
              </div>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
