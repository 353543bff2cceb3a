import { redirect } from 'next/navigation';
import { pageViewer } from '../features/data/page-data.tsx';
import { homeOf } from '../features/shell/home-of.ts';

export default async function Home() {
  const { role } = await pageViewer('/');
  redirect(homeOf(role));
}
