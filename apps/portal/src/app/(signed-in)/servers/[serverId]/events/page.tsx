import type { Metadata } from 'next';
import { Known, orNotFoundPage, pageData, pageViewer } from '../../../../../features/data/page-data.tsx';
import { EventsPage } from '../../../../../features/hardware/events-page.tsx';

interface PageProps {
  readonly params: Promise<{ readonly serverId: string }>;
}

export const metadata: Metadata = { title: 'Events' };

export default async function Page({ params }: PageProps) {
  const { serverId } = await params;
  await pageViewer(`/servers/${serverId}/events`);
  const { queryClient, trpc } = await pageData();
  await orNotFoundPage(queryClient.fetchQuery(trpc.hardware.events.queryOptions({ serverId })));
  return (
    <Known queryClient={queryClient}>
      <EventsPage serverId={serverId} />
    </Known>
  );
}
