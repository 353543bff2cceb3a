import type { Metadata } from 'next';
import { pageViewer } from '../../../features/data/page-data.tsx';
import { PageHead } from '../../../features/shell/page-head.tsx';
import { SupportSearch } from '../../../features/support/support-search.tsx';

export const metadata: Metadata = { title: 'Search' };

export default async function SupportPage() {
  await pageViewer('/support', ['support', 'admin']);
  return (
    <div className="mx-auto max-w-4xl">
      <PageHead title="Find a server" />
      <SupportSearch />
    </div>
  );
}
