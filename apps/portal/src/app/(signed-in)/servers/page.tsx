import { isStaff } from '@postern/domain/authorization/authorize';
import type { Metadata } from 'next';
import { Known, pageData, pageViewer } from '../../../features/data/page-data.tsx';
import { ServerList } from '../../../features/servers/server-list.tsx';
import { PageHead } from '../../../features/shell/page-head.tsx';

export const metadata: Metadata = { title: 'Servers' };

export default async function ServersPage() {
  const viewer = await pageViewer('/servers');
  const { queryClient, trpc } = await pageData();
  await queryClient.prefetchInfiniteQuery(
    trpc.servers.list.infiniteQueryOptions({}, { getNextPageParam: ({ nextCursor }) => nextCursor }),
  );
  const staff = isStaff(viewer);
  return (
    <Known queryClient={queryClient}>
      <PageHead title={staff ? 'Servers' : 'My servers'} />
      <ServerList staff={staff} />
    </Known>
  );
}
