/** The server's half of a page's data: who looks, and what the first paint already knows. */
import type { Role, Viewer } from '@postern/domain';
import { dehydrate, HydrationBoundary, type QueryClient } from '@tanstack/react-query';
import { TRPCError } from '@trpc/server';
import { createTRPCOptionsProxy } from '@trpc/tanstack-react-query';
import { notFound, redirect } from 'next/navigation';
import { cache, type ReactNode } from 'react';
import { createPageContext } from '../../server/trpc/page-context.ts';
import { appRouter } from '../../server/trpc/router.ts';
import { createQueryClient } from './query-client.ts';

const requestContext = cache(createPageContext);

/**
 * Who looks at the page; sends others to the sign-in and back to `path` after it, and people of another role to where
 * they belong. Comfort only: every procedure asks for itself.
 */
export async function pageViewer(path: string, roles?: readonly Role[]): Promise<Viewer> {
  const viewer = await currentViewer();
  if (viewer === null) redirect(`/sign-in?next=${encodeURIComponent(path)}`);
  if (roles !== undefined && !roles.includes(viewer.role)) notFound();
  return viewer;
}

export async function currentViewer(): Promise<Viewer | null> {
  return (await requestContext()).findViewer();
}

/** Asks procedures during rendering, in this process. Hand `queryClient` to `Known` afterwards. */
export async function pageData() {
  const queryClient: QueryClient = createQueryClient({ tryAgain: false });
  const trpc = createTRPCOptionsProxy({ ctx: await requestContext(), router: appRouter, queryClient });
  return { queryClient, trpc };
}

/** A refused read of the thing that the page is about becomes the page that says so. */
export async function orNotFoundPage<Value>(reading: Promise<Value>): Promise<Value> {
  try {
    return await reading;
  } catch (error) {
    if (error instanceof TRPCError && (error.code === 'NOT_FOUND' || error.code === 'BAD_REQUEST'))
      notFound();
    throw error;
  }
}

/** Gives the browser's cache what the server has read already. */
export function Known(props: { readonly queryClient: QueryClient; readonly children: ReactNode }) {
  return <HydrationBoundary state={dehydrate(props.queryClient)}>{props.children}</HydrationBoundary>;
}
