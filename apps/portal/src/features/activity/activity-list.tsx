'use client';
import { Badge, Button, ClockTime, EmptyState, Skeleton } from '@postern/ui';
import { useInfiniteQuery } from '@tanstack/react-query';
import type { ActivityLineShape } from '../../server/shapes/activity.ts';
import { ProblemNote } from '../data/problem-note.tsx';
import { useTRPC } from '../data/trpc.ts';
import { activitySubject } from './activity-subject.ts';

export interface ActivityListProps {
  readonly serverId: string;
  /** Lines to show at first. */
  readonly limit: number;
  /** More than the first lines can be asked for here. */
  readonly more: boolean;
}

export function ActivityList({ serverId, limit, more }: ActivityListProps) {
  const trpc = useTRPC();
  const activity = useInfiniteQuery(
    trpc.activity.list.infiniteQueryOptions(
      { serverId, limit },
      { getNextPageParam: ({ nextCursor }) => nextCursor },
    ),
  );
  if (activity.data === undefined) {
    if (activity.error) return <ProblemNote error={activity.error} onRetry={() => void activity.refetch()} />;
    return <Skeleton className="h-24" />;
  }
  const lines = activity.data.pages.flatMap(({ items }) => items);
  if (lines.length === 0) {
    return (
      <EmptyState title="Nothing happened yet">
        Whoever touches this server will stand here, staff included.
      </EmptyState>
    );
  }
  return (
    <div className="grid gap-3">
      <ol className="grid gap-2.5">
        {lines.map((line) => (
          <ActivityLine key={line.id} line={line} />
        ))}
      </ol>
      {more && activity.hasNextPage && (
        <div>
          <Button pending={activity.isFetchingNextPage} onClick={() => void activity.fetchNextPage()}>
            Show earlier
          </Button>
        </div>
      )}
    </div>
  );
}

function ActivityLine({ line }: { readonly line: ActivityLineShape }) {
  return (
    <li className="grid grid-cols-[minmax(4.5rem,auto)_minmax(0,1fr)] gap-x-3">
      <span className="text-sm leading-6 text-n-11">
        <ClockTime at={line.at} />
      </span>
      <div className="min-w-0">
        <span className="font-medium">{activitySubject(line.actor)}</span> {line.sentence}{' '}
        {line.actor.kind === 'staff' && <Badge>staff</Badge>}{' '}
        {line.outcome !== 'ok' && (
          <Badge tone={line.outcome === 'failed' ? 'danger' : 'warn'}>{line.outcome}</Badge>
        )}
        {(line.reason !== null || line.sourceAddress !== null) && (
          <div className="break-words text-sm text-n-11">
            {[line.reason, line.sourceAddress === null ? null : `from ${line.sourceAddress}`]
              .filter((part) => part !== null)
              .join(' · ')}
          </div>
        )}
      </div>
    </li>
  );
}
