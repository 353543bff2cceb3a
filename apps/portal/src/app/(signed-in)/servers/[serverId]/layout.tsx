import { isStaff } from '@postern/domain/authorization/authorize';
import type { ReactNode } from 'react';
import { currentViewer, Known, orNotFoundPage, pageData } from '../../../../features/data/page-data.tsx';
import { ServerFrame } from '../../../../features/server/server-frame.tsx';

interface LayoutProps {
  readonly params: Promise<{ readonly serverId: string }>;
  readonly children: ReactNode;
}

export default async function ServerLayout({ params, children }: LayoutProps) {
  const { serverId } = await params;
  const viewer = await currentViewer();
  // The page sends him to the sign-in, and back to itself.
  if (viewer === null) return children;
  const { queryClient, trpc } = await pageData();
  await orNotFoundPage(queryClient.fetchQuery(trpc.servers.get.queryOptions({ serverId })));
  return (
    <Known queryClient={queryClient}>
      <ServerFrame serverId={serverId} staff={isStaff(viewer)}>
        {children}
      </ServerFrame>
    </Known>
  );
}
