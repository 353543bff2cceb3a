'use client';
import { Button, durationText, Menu, MenuItem, MenuLabel, useToast } from '@postern/ui';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Clock } from 'lucide-react';
import type { GrantShape } from '../../server/shapes/grant.ts';
import type { ServerShape } from '../../server/shapes/server.ts';
import { problemOf } from '../data/problem.ts';
import { useTRPC } from '../data/trpc.ts';
import { extensionChoices } from './extension-choices.ts';

export interface ExtendButtonProps {
  readonly server: ServerShape;
  readonly grant: GrantShape;
}

export function ExtendButton({ server, grant }: ExtendButtonProps) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const toast = useToast();
  const extend = useMutation(
    trpc.grants.extend.mutationOptions({
      onError: (error) => {
        const { message, advice } = problemOf(error);
        toast({ tone: 'danger', title: message, ...(advice === null ? {} : { detail: advice }) });
      },
      onSettled: () => queryClient.invalidateQueries(trpc.servers.get.queryFilter({ serverId: server.id })),
    }),
  );
  const times = grant.extensionsLeft === 1 ? 'once more' : `${grant.extensionsLeft} times more`;
  return (
    <Menu
      align="start"
      trigger={
        <Button pending={extend.isPending} icon={<Clock aria-hidden />}>
          Extend
        </Button>
      }
    >
      <MenuLabel>Possible {times}</MenuLabel>
      {extensionChoices(grant.longestExtensionSeconds, server.policy.defaultDurationSeconds).map(
        (seconds) => (
          <MenuItem key={seconds} onSelect={() => extend.mutate({ grantId: grant.id, bySeconds: seconds })}>
            by {durationText(seconds)}
          </MenuItem>
        ),
      )}
    </Menu>
  );
}
