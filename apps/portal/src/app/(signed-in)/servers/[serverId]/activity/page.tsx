import { Card } from '@postern/ui';
import type { Metadata } from 'next';
import { ActivityList } from '../../../../../features/activity/activity-list.tsx';
import { Known, orNotFoundPage, pageData, pageViewer } from '../../../../../features/data/page-data.tsx';

interface PageProps {
  readonly params: Promise<{ readonly serverId: string }>;
}

export const metadata: Metadata = { title: 'Activity' };

const linesAtFirst = 50;

export default async function ActivityPage({ params }: PageProps) {
  const { serverId } = await params;
  await pageViewer(`/servers/${serverId}/activity`);
  const { queryClient, trpc } = await pageData();
  await orNotFoundPage(queryClient.fetchQuery(trpc.servers.get.queryOptions({ serverId })));
  await queryClient.prefetchInfiniteQuery(
    trpc.activity.list.infiniteQueryOptions(
      { serverId, limit: linesAtFirst },
      { getNextPageParam: ({ nextCursor }) => nextCursor },
    ),
  );
  return (
    <Known queryClient={queryClient}>
      <Card title="Who did what, newest first">
        <ActivityList serverId={serverId} limit={linesAtFirst} more />
      </Card>
    </Known>
  );
}
