import type { Metadata } from 'next';
import { Known, pageData, pageViewer } from '../../../../../features/data/page-data.tsx';
import { SitesPage } from '../../../../../features/sites/sites-page.tsx';

export const metadata: Metadata = { title: 'Sites' };

export default async function AdminSitesPage() {
  await pageViewer('/admin/sites', ['admin']);
  const { queryClient, trpc } = await pageData();
  await Promise.all([
    queryClient.prefetchQuery(trpc.sites.list.queryOptions()),
    queryClient.prefetchQuery(trpc.brokers.list.queryOptions()),
  ]);
  return (
    <Known queryClient={queryClient}>
      <SitesPage />
    </Known>
  );
}
