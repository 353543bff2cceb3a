import type { Metadata } from 'next';
import { ConsoleWorkspace } from '../../../../../features/console/console-workspace.tsx';
import { Known, orNotFoundPage, pageData, pageViewer } from '../../../../../features/data/page-data.tsx';

interface PageProps {
  readonly params: Promise<{ readonly serverId: string }>;
  readonly searchParams: Promise<Readonly<Record<string, string | string[] | undefined>>>;
}

export const metadata: Metadata = { title: 'Console' };

export default async function ConsolePage({ params, searchParams }: PageProps) {
  const [{ serverId }, { kind }] = await Promise.all([params, searchParams]);
  await pageViewer(`/servers/${serverId}/console`);
  const { queryClient, trpc } = await pageData();
  await orNotFoundPage(queryClient.fetchQuery(trpc.servers.get.queryOptions({ serverId })));
  return (
    <Known queryClient={queryClient}>
      <ConsoleWorkspace
        serverId={serverId}
        firstKind={kind === 'serial' || kind === 'screen' ? kind : undefined}
      />
    </Known>
  );
}
