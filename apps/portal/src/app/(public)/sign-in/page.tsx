import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { currentViewer } from '../../../features/data/page-data.tsx';
import { homeOf } from '../../../features/shell/home-of.ts';
import { Wordmark } from '../../../features/shell/wordmark.tsx';
import { ownPath } from '../../../features/sign-in/own-path.ts';
import { SignInForm } from '../../../features/sign-in/sign-in-form.tsx';

export const metadata: Metadata = { title: 'Sign in' };

interface SignInPageProps {
  readonly searchParams: Promise<Readonly<Record<string, string | string[] | undefined>>>;
}

export default async function SignInPage({ searchParams }: SignInPageProps) {
  const { next, ended } = await searchParams;
  const viewer = await currentViewer();
  if (viewer !== null) redirect(ownPath(next) ?? homeOf(viewer.role));
  return (
    <main className="mx-auto flex min-h-dvh max-w-sm flex-col justify-center px-5 py-10">
      <div className="mb-6 text-lg">
        <Wordmark />
      </div>
      <h1 className="text-xl font-semibold tracking-tight">Sign in</h1>
      <p className="mb-5 mt-1 text-n-11">Console, power and access for your servers.</p>
      <SignInForm next={ownPath(next) ?? '/'} ended={ended !== undefined} />
    </main>
  );
}
