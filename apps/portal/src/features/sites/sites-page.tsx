'use client';
import { Button, EmptyState, Skeleton } from '@postern/ui';
import { useQuery } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import { ProblemNote } from '../data/problem-note.tsx';
import { useTRPC } from '../data/trpc.ts';
import { PageHead } from '../shell/page-head.tsx';
import { AddSite } from './add-site.tsx';
import { SiteCard } from './site-card.tsx';

/** Heartbeats are not pushed: there is one every few seconds from each broker. */
const refreshMs = 5_000;

/** Sites with the brokers that serve them and the limits that hold there. */
export function SitesPage() {
  const [adding, setAdding] = useState(false);
  return (
    <>
      <PageHead
        title="Sites"
        action={
          <Button tone="solid" icon={<Plus aria-hidden />} onClick={() => setAdding(true)}>
            Add site
          </Button>
        }
      >
        Which brokers serve a site, and what access may be asked for there.
      </PageHead>
      <SiteList />
      {adding && <AddSite onClose={() => setAdding(false)} />}
    </>
  );
}

function SiteList() {
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
    return <EmptyState title="No site yet">Add the first one, then start its broker.</EmptyState>;
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
