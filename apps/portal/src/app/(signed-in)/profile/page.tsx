import type { Metadata } from 'next';
import { Known, pageData, pageViewer } from '../../../features/data/page-data.tsx';
import { ProfilePage } from '../../../features/profile/profile-page.tsx';

export const metadata: Metadata = { title: 'Profile' };

export default async function OwnProfilePage() {
  const { name, email } = await pageViewer('/profile');
  const { queryClient, trpc } = await pageData();
  await Promise.all([
    queryClient.prefetchQuery(trpc.webSessions.list.queryOptions()),
    queryClient.prefetchQuery(trpc.secondFactor.get.queryOptions()),
  ]);
  return (
    <Known queryClient={queryClient}>
      <ProfilePage name={name} email={email} />
    </Known>
  );
}
