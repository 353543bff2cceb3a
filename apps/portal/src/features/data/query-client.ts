import { QueryClient } from '@tanstack/react-query';
import { TRPCClientError } from '@trpc/client';

/** Refusals are answers: asking again changes nothing. Only what may be the network's fault is tried again. */
function mayPass(error: unknown): boolean {
  const status = error instanceof TRPCClientError ? error.data?.httpStatus : undefined;
  return typeof status !== 'number' || status >= 500;
}

/**
 * A cache of what the server said. Changes are pushed (see live-changes.tsx), so nothing is stale by age alone.
 * @param tryAgain false where there is no network in between: a page that is not there would be three seconds late
 */
export function createQueryClient({ tryAgain = true } = {}): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 60_000,
        refetchOnWindowFocus: 'always',
        retry: (failures, error) => tryAgain && failures < 2 && mayPass(error),
      },
      mutations: { retry: false },
    },
  });
}
