'use client';
import { useNow } from '@postern/ui';
import { useQueries, useQuery } from '@tanstack/react-query';
import { ProblemNote } from '../data/problem-note.tsx';
import { useTRPC } from '../data/trpc.ts';
import { brokerTroubles } from '../sites/broker-health.ts';
import { AllWell } from './all-well.tsx';
import { BmcNeeds } from './bmc-needs.tsx';
import { BrokerNeeds } from './broker-needs.tsx';
import { FindingNeeds } from './finding-needs.tsx';
import { GrantNeeds } from './grant-needs.tsx';
import { OverdueNeeds } from './overdue-needs.tsx';
import { overviewQueries, refreshMs, upkeepInputs } from './overview-queries.ts';

/** What needs an admin today, the most pressing first; calm when nothing does. */
export function Overview() {
  const trpc = useTRPC();
  const inputs = overviewQueries;
  const often = { refetchInterval: refreshMs };
  const overdue = useQuery(trpc.grants.list.queryOptions(inputs.overdue, often));
  const waiting = useQuery(trpc.grants.list.queryOptions(inputs.waiting, often));
  const review = useQuery(trpc.grants.list.queryOptions(inputs.review, often));
  const found = useQuery(trpc.findings.list.queryOptions(undefined, often));
  const frozen = useQuery(trpc.bmcs.list.queryOptions(inputs.frozen, often));
  const silent = useQuery(trpc.bmcs.list.queryOptions(inputs.silent, often));
  const upkeep = useQueries({
    queries: upkeepInputs.map((input) => trpc.bmcs.list.queryOptions(input, often)),
  });
  const sites = useQuery(trpc.sites.list.queryOptions(undefined, often));
  const brokers = useQuery(trpc.brokers.list.queryOptions(undefined, often));
  const nowMs = useNow();
  const all = [overdue, waiting, review, found, frozen, silent, ...upkeep, sites, brokers];
  const failed = all.find((query) => query.error !== null && query.data === undefined);
  if (failed) return <ProblemNote error={failed.error} onRetry={() => void failed.refetch()} />;
  if (!waiting.data || !review.data || !found.data) return null;
  if (!overdue.data || !frozen.data || !silent.data || !sites.data || !brokers.data) return null;
  const troubles = brokerTroubles(
    sites.data.items.map(({ id }) => id),
    brokers.data.items,
    nowMs,
  );
  const kept = upkeep.map(({ data }) => data?.items ?? []);
  const parts = [
    overdue.data.items,
    waiting.data.items,
    review.data.items,
    found.data.items,
    troubles,
    frozen.data.items,
    silent.data.items,
    ...kept,
  ];
  if (parts.every(({ length }) => length === 0)) {
    return <AllWell sites={sites.data.items} brokers={brokers.data.items} />;
  }
  return (
    <div className="grid gap-4">
      <OverdueNeeds grants={overdue.data.items} />
      <FindingNeeds found={found.data.items} />
      <GrantNeeds need="waiting" grants={waiting.data.items} />
      <BrokerNeeds troubles={troubles} sites={sites.data.items} />
      <BmcNeeds trouble="frozen" servers={frozen.data.items} more={frozen.data.nextCursor !== null} />
      <GrantNeeds need="review" grants={review.data.items} />
      <BmcNeeds trouble="silent" servers={silent.data.items} more={silent.data.nextCursor !== null} />
      {upkeepInputs.map(({ trouble }, at) => (
        <BmcNeeds
          key={trouble}
          trouble={trouble}
          servers={kept[at] ?? []}
          more={(upkeep[at]?.data?.nextCursor ?? null) !== null}
        />
      ))}
    </div>
  );
}
