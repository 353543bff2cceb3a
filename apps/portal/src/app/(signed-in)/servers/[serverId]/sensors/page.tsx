import type { Metadata } from 'next';
import { Known, orNotFoundPage, pageData, pageViewer } from '../../../../../features/data/page-data.tsx';
import { SensorsPage } from '../../../../../features/hardware/sensors-page.tsx';

interface PageProps {
  readonly params: Promise<{ readonly serverId: string }>;
}

export const metadata: Metadata = { title: 'Sensors' };

export default async function Page({ params }: PageProps) {
  const { serverId } = await params;
  await pageViewer(`/servers/${serverId}/sensors`);
  const { queryClient, trpc } = await pageData();
  await orNotFoundPage(queryClient.fetchQuery(trpc.hardware.sensors.queryOptions({ serverId })));
  return (
    <Known queryClient={queryClient}>
      <SensorsPage serverId={serverId} />
    </Known>
  );
}
