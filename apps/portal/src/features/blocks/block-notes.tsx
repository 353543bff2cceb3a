'use client';
import { Button, Callout, ClockTime, useToast } from '@postern/ui';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { BlockShape } from '../../server/shapes/block.ts';
import type { ServerShape } from '../../server/shapes/server.ts';
import { problemOf } from '../data/problem.ts';
import { useTRPC } from '../data/trpc.ts';
import { blockWords } from './block-words.ts';

/** Why this server gives no new access, each reason by itself; staff lift them here. */
export function BlockNotes({ server }: { readonly server: ServerShape }) {
  return (
    <div className="mb-4 grid gap-2">
      {server.blocks.map((block) => (
        <BlockNote key={`${block.of} ${block.kind}`} server={server} block={block} />
      ))}
    </div>
  );
}

function BlockNote({ server, block }: { readonly server: ServerShape; readonly block: BlockShape }) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const tell = useToast();
  const tenant = server.organisation;
  const of = block.of === 'server' ? { serverId: server.id } : tenant && { organisationId: tenant.id };
  const clear = useMutation(
    trpc.blocks.clear.mutationOptions({
      onError: (error) => tell({ tone: 'danger', title: problemOf(error).message }),
      onSettled: () => queryClient.invalidateQueries(trpc.servers.get.queryFilter({ serverId: server.id })),
    }),
  );
  return (
    <Callout
      tone="warn"
      title={blockWords[block.kind].title}
      {...(server.may.block && of !== null
        ? {
            action: (
              <Button
                size="small"
                pending={clear.isPending}
                onClick={() => clear.mutate({ of, kind: block.kind })}
              >
                {block.of === 'server' ? 'Lift block' : 'Lift for all servers'}
              </Button>
            ),
          }
        : {})}
    >
      <span className="break-words">{block.reason}</span>
      <span className="block text-n-11">
        {block.of === 'organisation' ? 'All servers of the organisation' : 'This server'}, since{' '}
        <ClockTime at={block.setAt} />
        {block.setByName !== null && ` by ${block.setByName}`}
      </span>
    </Callout>
  );
}
