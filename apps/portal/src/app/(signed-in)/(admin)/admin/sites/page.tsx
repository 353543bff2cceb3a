import type { Metadata } from 'next';
import { Known, pageData, pageViewer } from '../../../../../features/data/page-data.tsx';
import { PageHead } from '../../../../../features/shell/page-head.tsx';
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
      <PageHead title="Sites">Which brokers serve a site, and what access may be asked for there.</PageHead>
      <SitesPage />
    </Known>
  );
}
