import type { Metadata } from 'next';
import { Overview } from '../../../../features/admin-overview/overview.tsx';
import { overviewQueries, upkeepInputs } from '../../../../features/admin-overview/overview-queries.ts';
import { Known, pageData, pageViewer } from '../../../../features/data/page-data.tsx';
import { PageHead } from '../../../../features/shell/page-head.tsx';

export const metadata: Metadata = { title: 'Today' };

export default async function AdminPage() {
  await pageViewer('/admin', ['admin']);
  const { queryClient, trpc } = await pageData();
  await Promise.all([
    queryClient.prefetchQuery(trpc.grants.list.queryOptions(overviewQueries.overdue)),
    queryClient.prefetchQuery(trpc.grants.list.queryOptions(overviewQueries.waiting)),
    queryClient.prefetchQuery(trpc.grants.list.queryOptions(overviewQueries.review)),
    queryClient.prefetchQuery(trpc.findings.list.queryOptions()),
    queryClient.prefetchQuery(trpc.bmcs.list.queryOptions(overviewQueries.frozen)),
    queryClient.prefetchQuery(trpc.bmcs.list.queryOptions(overviewQueries.silent)),
    ...upkeepInputs.map((input) => queryClient.prefetchQuery(trpc.bmcs.list.queryOptions(input))),
    queryClient.prefetchQuery(trpc.sites.list.queryOptions()),
    queryClient.prefetchQuery(trpc.brokers.list.queryOptions()),
  ]);
  return (
    <Known queryClient={queryClient}>
      <PageHead title="Today">What needs you, the most pressing first.</PageHead>
      <Overview />
    </Known>
  );
}
