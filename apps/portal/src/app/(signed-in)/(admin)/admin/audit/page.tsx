import type { Metadata } from 'next';
import { AuditPage } from '../../../../../features/audit/audit-page.tsx';
import { Known, pageData, pageViewer } from '../../../../../features/data/page-data.tsx';
import { auditListInput, readAuditFilter } from '../../../../../server/shapes/audit-filter.ts';

export const metadata: Metadata = { title: 'Audit' };

interface AdminAuditPageProps {
  readonly searchParams: Promise<Readonly<Record<string, string | string[] | undefined>>>;
}

export default async function AdminAuditPage({ searchParams }: AdminAuditPageProps) {
  await pageViewer('/admin/audit', ['admin']);
  const asked = await searchParams;
  const filter = readAuditFilter((name) => [asked[name]].flat()[0] ?? null);
  const { queryClient, trpc } = await pageData();
  const [server] = await Promise.all([
    filter.serverId === ''
      ? null
      : queryClient
          .fetchQuery(trpc.servers.get.queryOptions({ serverId: filter.serverId }))
          .catch(() => null),
    queryClient.prefetchInfiniteQuery(
      trpc.audit.list.infiniteQueryOptions(auditListInput(filter), {
        getNextPageParam: ({ nextCursor }) => nextCursor,
      }),
    ),
    queryClient.prefetchQuery(trpc.organisations.list.queryOptions()),
  ]);
  return (
    <Known queryClient={queryClient}>
      <AuditPage key={JSON.stringify(filter)} first={filter} firstServerName={server?.name ?? null} />
    </Known>
  );
}
