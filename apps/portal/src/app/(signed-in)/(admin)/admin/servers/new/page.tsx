import type { Metadata } from 'next';
import Link from 'next/link';
import { Known, pageData, pageViewer } from '../../../../../../features/data/page-data.tsx';
import { NewServer } from '../../../../../../features/servers-admin/new-server.tsx';
import { PageHead } from '../../../../../../features/shell/page-head.tsx';

export const metadata: Metadata = { title: 'Add server' };

export default async function NewServerPage() {
  await pageViewer('/admin/servers/new', ['admin']);
  const { queryClient, trpc } = await pageData();
  await Promise.all([
    queryClient.prefetchQuery(trpc.sites.list.queryOptions()),
    queryClient.prefetchQuery(trpc.organisations.list.queryOptions()),
  ]);
  return (
    <Known queryClient={queryClient}>
      <PageHead title="Add server">
        <Link href="/admin/servers" className="underline">
          Servers
        </Link>{' '}
        · its BMC comes next
      </PageHead>
      <div className="max-w-4xl">
        <NewServer />
      </div>
    </Known>
  );
}
