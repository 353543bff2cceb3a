import type { ActionKind } from '@postern/domain';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { ActionShape } from '../../server/shapes/action.ts';
import { useTRPC } from '../data/trpc.ts';
import { isActionOver } from './action-over.ts';

/** Only for the case that a pushed change is lost on the way. */
const askAgainMs = 2_000;
const recentActions = 50;

/** The action that was `started` here, as it goes on; without one, the newest of its kind on the server. */
export function useFollowedAction(
  serverId: string,
  kind: ActionKind,
  started: string | null,
): ActionShape | undefined {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const earlier = useQuery(trpc.actions.list.queryOptions({ serverId, limit: recentActions }));
  const last = earlier.data?.items.find(({ parameters }) => parameters.kind === kind);
  const actionId = started ?? last?.id ?? null;
  const followed = useQuery(
    trpc.actions.get.queryOptions(
      { actionId: actionId ?? '' },
      {
        enabled: actionId !== null,
        ...(last === undefined || last.id !== actionId ? {} : { placeholderData: last }),
        refetchInterval: ({ state }) =>
          state.data === undefined || isActionOver(state.data) ? false : askAgainMs,
      },
    ),
  );
  const action = actionId === null ? undefined : followed.data;
  const overHere = started !== null && action !== undefined && isActionOver(action);
  useEffect(() => {
    // What it found is kept at the BMC, and stands on the cards beside.
    if (overHere) void queryClient.invalidateQueries(trpc.servers.get.pathFilter());
  }, [overHere, queryClient, trpc]);
  return action;
}
