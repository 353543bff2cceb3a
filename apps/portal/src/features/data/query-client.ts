import { QueryClient } from '@tanstack/react-query';
import { TRPCClientError } from '@trpc/client';

/** Refusals are answers: asking again changes nothing. Only what may be the network's fault is tried again. */
function mayPass(error: unknown): boolean {
  const status = error instanceof TRPCClientError ? error.data?.httpStatus : undefined;
  return typeof status !== 'number' || status >= 500;
}

/** A cache of what the server said. Changes are pushed (see live-changes.tsx), so nothing is stale by age alone. */
export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 60_000,
        refetchOnWindowFocus: 'always',
        retry: (failures, error) => failures < 2 && mayPass(error),
      },
      mutations: { retry: false },
    },
  });
}
