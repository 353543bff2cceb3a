import type { Metadata } from 'next';
import { Known, pageData, pageViewer } from '../../../../../features/data/page-data.tsx';
import { PeoplePage } from '../../../../../features/people/people-page.tsx';

export const metadata: Metadata = { title: 'People' };

export default async function AdminPeoplePage() {
  const { userId } = await pageViewer('/admin/people', ['admin']);
  const { queryClient, trpc } = await pageData();
  await Promise.all([
    queryClient.prefetchQuery(trpc.organisations.list.queryOptions()),
    queryClient.prefetchQuery(trpc.people.list.queryOptions({})),
  ]);
  return (
    <Known queryClient={queryClient}>
      <PeoplePage viewerId={userId} />
    </Known>
  );
}
