'use client';
import { Checkbox, durationText, useToast } from '@postern/ui';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { GrantShape } from '../../server/shapes/grant.ts';
import type { ServerShape } from '../../server/shapes/server.ts';
import { problemOf } from '../data/problem.ts';
import { useTRPC } from '../data/trpc.ts';

export interface GraceChoiceProps {
  readonly server: ServerShape;
  readonly grant: GrantShape;
}

/** "Let an open console finish", chosen before the end. */
export function GraceChoice({ server, grant }: GraceChoiceProps) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const tell = useToast();
  const ask = useMutation(
    trpc.grants.askForGrace.mutationOptions({
      onError: (error) => tell({ tone: 'danger', title: problemOf(error).message }),
      onSettled: () => queryClient.invalidateQueries(trpc.servers.get.queryFilter({ serverId: server.id })),
    }),
  );
  const longest = durationText(grant.graceSeconds > 0 ? grant.graceSeconds : server.policy.graceSeconds);
  return (
    <Checkbox
      label="Let an open console finish"
      hint={`One that is open at the end may go on for ${longest}. Nothing new can be opened or switched then.`}
      checked={ask.isPending ? ask.variables.wanted : grant.graceSeconds > 0}
      disabled={ask.isPending}
      onCheckedChange={(wanted) => ask.mutate({ grantId: grant.id, wanted })}
    />
  );
}
