import { isStaff } from '@postern/domain/authorization/authorize';
import type { Metadata } from 'next';
import { Known, orNotFoundPage, pageData, pageViewer } from '../../../../features/data/page-data.tsx';
import { ServerPage } from '../../../../features/server/server-page.tsx';

interface PageProps {
  readonly params: Promise<{ readonly serverId: string }>;
}

export const metadata: Metadata = { title: 'Server' };

export default async function Page({ params }: PageProps) {
  const { serverId } = await params;
  const viewer = await pageViewer(`/servers/${serverId}`);
  const { queryClient, trpc } = await pageData();
  await orNotFoundPage(queryClient.fetchQuery(trpc.servers.get.queryOptions({ serverId })));
  await queryClient.prefetchInfiniteQuery(
    trpc.activity.list.infiniteQueryOptions(
      { serverId, limit: 5 },
      { getNextPageParam: ({ nextCursor }) => nextCursor },
    ),
  );
  return (
    <Known queryClient={queryClient}>
      <ServerPage serverId={serverId} staff={isStaff(viewer)} />
    </Known>
  );
}
