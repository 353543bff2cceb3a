import type { Metadata } from 'next';
import { Known, orNotFoundPage, pageData, pageViewer } from '../../../../../../features/data/page-data.tsx';
import { SetupPage } from '../../../../../../features/servers-admin/setup-page.tsx';

export const metadata: Metadata = { title: 'Set up server' };

interface ServerSetupPageProps {
  readonly params: Promise<{ readonly serverId: string }>;
}

export default async function ServerSetupPage({ params }: ServerSetupPageProps) {
  const { serverId } = await params;
  await pageViewer(`/admin/servers/${serverId}`, ['admin']);
  const { queryClient, trpc } = await pageData();
  await Promise.all([
    orNotFoundPage(queryClient.fetchQuery(trpc.servers.get.queryOptions({ serverId }))),
    queryClient.prefetchQuery(trpc.organisations.list.queryOptions()),
    queryClient.prefetchQuery(trpc.policies.get.queryOptions({ of: { serverId } })),
    queryClient.prefetchQuery(trpc.bmcUsers.list.queryOptions({ serverId })),
    queryClient.prefetchQuery(trpc.actions.list.queryOptions({ serverId, limit: 50 })),
  ]);
  return (
    <Known queryClient={queryClient}>
      <SetupPage key={serverId} serverId={serverId} />
    </Known>
  );
}
