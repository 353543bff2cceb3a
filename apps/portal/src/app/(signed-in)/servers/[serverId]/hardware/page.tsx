import type { Metadata } from 'next';
import { Known, orNotFoundPage, pageData, pageViewer } from '../../../../../features/data/page-data.tsx';
import { HardwarePage } from '../../../../../features/hardware/hardware-page.tsx';

interface PageProps {
  readonly params: Promise<{ readonly serverId: string }>;
}

export const metadata: Metadata = { title: 'Hardware' };

export default async function Page({ params }: PageProps) {
  const { serverId } = await params;
  await pageViewer(`/servers/${serverId}/hardware`);
  const { queryClient, trpc } = await pageData();
  await orNotFoundPage(queryClient.fetchQuery(trpc.hardware.inventory.queryOptions({ serverId })));
  return (
    <Known queryClient={queryClient}>
      <HardwarePage serverId={serverId} />
    </Known>
  );
}
