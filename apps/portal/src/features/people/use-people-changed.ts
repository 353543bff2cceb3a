'use client';
import { useQueryClient } from '@tanstack/react-query';
import { useTRPC } from '../data/trpc.ts';

/** After a change to people or organisations: everything that shows them is asked again. */
export function usePeopleChanged(): () => Promise<void> {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  return async () => {
    await Promise.all([
      queryClient.invalidateQueries(trpc.people.pathFilter()),
      queryClient.invalidateQueries(trpc.organisations.pathFilter()),
      queryClient.invalidateQueries(trpc.servers.pathFilter()),
    ]);
  };
}
