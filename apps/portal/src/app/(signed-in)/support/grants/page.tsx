import type { Metadata } from 'next';
import { Known, pageData, pageViewer } from '../../../../features/data/page-data.tsx';
import { grantQueryOf, grantsAddress, readGrantFilter } from '../../../../features/grants/grant-filters.ts';
import { GrantTable } from '../../../../features/grants/grant-table.tsx';
import { PageHead } from '../../../../features/shell/page-head.tsx';

export const metadata: Metadata = { title: 'Grants' };

interface GrantsPageProps {
  readonly searchParams: Promise<Readonly<Record<string, string | string[] | undefined>>>;
}

export default async function GrantsPage({ searchParams }: GrantsPageProps) {
  const [show = null] = [(await searchParams).show].flat();
  const filter = readGrantFilter(show);
  await pageViewer(grantsAddress(filter), ['support', 'admin']);
  const { queryClient, trpc } = await pageData();
  await queryClient.prefetchInfiniteQuery(
    trpc.grants.list.infiniteQueryOptions(grantQueryOf(filter), {
      getNextPageParam: ({ nextCursor }) => nextCursor,
    }),
  );
  return (
    <Known queryClient={queryClient}>
      <PageHead title="Grants">
        Who has access to what, until when, and why. To give access, open the server's page.
      </PageHead>
      <GrantTable />
    </Known>
  );
}
