import { Button } from '@postern/ui';
import { Plus } from 'lucide-react';
import type { Metadata } from 'next';
import Link from 'next/link';
import { Known, pageData, pageViewer } from '../../../../../features/data/page-data.tsx';
import { ServerTable } from '../../../../../features/servers-admin/server-table.tsx';
import { readSetupFilter, setupListInput } from '../../../../../features/servers-admin/setup-filter.ts';
import { PageHead } from '../../../../../features/shell/page-head.tsx';

export const metadata: Metadata = { title: 'Servers' };

interface AdminServersPageProps {
  readonly searchParams: Promise<Readonly<Record<string, string | string[] | undefined>>>;
}

export default async function AdminServersPage({ searchParams }: AdminServersPageProps) {
  await pageViewer('/admin/servers', ['admin']);
  const asked = await searchParams;
  const filter = readSetupFilter((name) => [asked[name]].flat()[0] ?? null);
  const { queryClient, trpc } = await pageData();
  await Promise.all([
    queryClient.prefetchInfiniteQuery(
      trpc.bmcs.list.infiniteQueryOptions(setupListInput(filter), {
        getNextPageParam: ({ nextCursor }) => nextCursor,
      }),
    ),
    queryClient.prefetchQuery(trpc.sites.list.queryOptions()),
  ]);
  return (
    <Known queryClient={queryClient}>
      <PageHead
        title="Servers"
        action={
          <Button asChild tone="solid">
            <Link href="/admin/servers/new">
              <Plus aria-hidden />
              Add server
            </Link>
          </Button>
        }
      >
        Where each server stands, whose it is, and how its BMC is reached.
      </PageHead>
      <ServerTable key={JSON.stringify(filter)} first={filter} />
    </Known>
  );
}
