import { cookies } from 'next/headers';
import { redirect } from 'next/navigation';
import type { ReactNode } from 'react';
import { currentViewer } from '../../features/data/page-data.tsx';
import { AppShell } from '../../features/shell/app-shell.tsx';
import { readPreferences } from '../../features/shell/preferences.ts';

export default async function SignedInLayout({ children }: { readonly children: ReactNode }) {
  const viewer = await currentViewer();
  if (viewer === null) redirect('/sign-in');
  const { name, email, role } = viewer;
  const jar = await cookies();
  const { theme } = readPreferences((cookie) => jar.get(cookie)?.value);
  return (
    <AppShell viewer={{ name, email, role }} theme={theme}>
      {children}
    </AppShell>
  );
}
