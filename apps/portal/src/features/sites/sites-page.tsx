'use client';
import { EmptyState, Skeleton } from '@postern/ui';
import { useQuery } from '@tanstack/react-query';
import { ProblemNote } from '../data/problem-note.tsx';
import { useTRPC } from '../data/trpc.ts';
import { SiteCard } from './site-card.tsx';

/** Heartbeats are not pushed: there is one every few seconds from each broker. */
const refreshMs = 5_000;

/** Sites with the brokers that serve them and the limits that hold there. */
export function SitesPage() {
  const trpc = useTRPC();
  const sites = useQuery(trpc.sites.list.queryOptions());
  const brokers = useQuery(trpc.brokers.list.queryOptions(undefined, { refetchInterval: refreshMs }));
  const failed = [sites, brokers].find(({ error, data }) => error !== null && data === undefined);
  if (failed) return <ProblemNote error={failed.error} onRetry={() => void failed.refetch()} />;
  if (!sites.data || !brokers.data) {
    return (
      <div role="status" aria-label="Loading sites">
        <Skeleton className="h-72" />
      </div>
    );
  }
  if (sites.data.items.length === 0) {
    return (
      <EmptyState title="No site yet">A site appears as soon as its first broker has registered.</EmptyState>
    );
  }
  const items = brokers.data.items;
  return (
    <div className="grid gap-5">
      {sites.data.items.map((site) => (
        <SiteCard key={site.id} site={site} brokers={items.filter(({ siteId }) => siteId === site.id)} />
      ))}
    </div>
  );
}
