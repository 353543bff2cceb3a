'use client';
import { Badge, Button, Callout, Card, RelativeTime } from '@postern/ui';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { HandOverLineShape, HandOverShape } from '../../server/shapes/hand-over.ts';
import type { ServerShape } from '../../server/shapes/server.ts';
import { useTRPC } from '../data/trpc.ts';
import { LockOut } from '../people/lock-out.tsx';

/** For staff: whether the server was cleared for whoever has it now, item by item, and what to do where it was not. */
export function HandOverCard({ server }: { readonly server: ServerShape }) {
  const [asking, setAsking] = useState<'clear' | 'override' | null>(null);
  const { handOver } = server;
  if (!server.may.handOver) return null;
  const open = handOver?.state === 'open';
  const close = () => setAsking(null);
  return (
    <Card title="Hand-over" aside={handOver === null ? undefined : <StateBadge handOver={handOver} />}>
      <div className="grid gap-4">
        {handOver === null ? (
          <p className="text-n-11">
            This server never changed hands here. When it does, it is cleared first, and that is checked.
          </p>
        ) : (
          <Certificate handOver={handOver} />
        )}
        <div className="flex flex-wrap gap-2">
          <Button size="small" onClick={() => setAsking('clear')}>
            Clear server
          </Button>
          {open && (
            <Button size="small" tone="danger" onClick={() => setAsking('override')}>
              Go on without
            </Button>
          )}
        </div>
      </div>
      {asking === 'clear' && <ClearServer server={server} onClose={close} />}
      {asking === 'override' && <GoOnWithout server={server} onClose={close} />}
    </Card>
  );
}

function StateBadge({ handOver }: { readonly handOver: HandOverShape }) {
  switch (handOver.state) {
    case 'open':
      return handOver.attempts === 0 ? (
        <Badge tone="accent">being cleared</Badge>
      ) : (
        <Badge tone="danger">not handed over</Badge>
      );
    case 'done':
      return <Badge tone="ok">cleared</Badge>;
    case 'overridden':
      return <Badge tone="warn">not cleared</Badge>;
    case 'replaced':
      return <Badge tone="neutral">replaced</Badge>;
  }
}

function Certificate({ handOver }: { readonly handOver: HandOverShape }) {
  const open = handOver.state === 'open';
  return (
    <>
      <p className="text-sm text-n-11">
        Asked for by {handOver.requestedByName} <RelativeTime at={handOver.requestedAt} />
        {handOver.reason !== null && ` · ${handOver.reason}`}
        {handOver.state === 'done' && handOver.closedAt !== null && (
          <>
            {' '}
            · cleared <RelativeTime at={handOver.closedAt} />
          </>
        )}
      </p>
      {handOver.state === 'overridden' && (
        <Callout tone="warn" title={`${handOver.closedByName ?? 'Somebody'} went on without`}>
          {handOver.overrideReason}
        </Callout>
      )}
      {open && handOver.attempts > 0 && (
        <Callout tone="danger" title="Access waits for this">
          Tried {handOver.attempts} {handOver.attempts === 1 ? 'time' : 'times'}; the next try comes by
          itself, <RelativeTime at={handOver.nextAttemptAt} />.
        </Callout>
      )}
      {handOver.items.length > 0 && (
        <ul className="grid gap-2.5">
          {handOver.items.map((line) => (
            <Line key={line.item} line={line} />
          ))}
        </ul>
      )}
    </>
  );
}

const itemWords: Record<HandOverLineShape['item'], string> = {
  access: 'Access',
  consoles: 'Consoles',
  media: 'Virtual media',
  boot: 'Next boot',
  accounts: 'Our accounts',
  sessions: 'Sessions on the BMC',
  users: 'Users of the BMC',
};

function Line({ line }: { readonly line: HandOverLineShape }) {
  return (
    <li className="grid grid-cols-[minmax(0,1fr)_auto] gap-x-3">
      <div>
        <p className="font-semibold">{itemWords[line.item]}</p>
        <p className="text-sm text-n-11">{line.detail}</p>
      </div>
      <OutcomeBadge outcome={line.outcome} />
    </li>
  );
}

function OutcomeBadge({ outcome }: Pick<HandOverLineShape, 'outcome'>) {
  switch (outcome) {
    case 'checked':
      return <Badge tone="ok">checked</Badge>;
    case 'done':
      return <Badge tone="ok">done</Badge>;
    case 'not-possible':
      return <Badge tone="warn">not possible</Badge>;
    case 'failed':
      return <Badge tone="danger">failed</Badge>;
  }
}

interface AskProps {
  readonly server: ServerShape;
  readonly onClose: () => void;
}

function ClearServer({ server, onClose }: AskProps) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const clear = useMutation(
    trpc.servers.handOver.mutationOptions({
      onSuccess: async () => {
        await queryClient.invalidateQueries(trpc.servers.get.queryFilter({ serverId: server.id }));
        onClose();
      },
    }),
  );
  return (
    <LockOut
      title={`This ends every access to ${server.name}`}
      verb="Clear server"
      pending={clear.isPending}
      error={clear.error}
      onConfirm={(reason) => clear.mutate({ serverId: server.id, reason })}
      onClose={onClose}
    >
      Access and consoles end, staff’s too. Images are ejected, the next boot is as usual, sessions on the BMC
      end. New access waits until all of it is checked.
    </LockOut>
  );
}

function GoOnWithout({ server, onClose }: AskProps) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const override = useMutation(
    trpc.servers.overrideHandOver.mutationOptions({
      onSuccess: async () => {
        await queryClient.invalidateQueries(trpc.servers.get.queryFilter({ serverId: server.id }));
        onClose();
      },
    }),
  );
  return (
    <LockOut
      title={`${server.name} is not cleared`}
      verb="Go on without"
      pending={override.isPending}
      error={override.error}
      onConfirm={(reason) => override.mutate({ serverId: server.id, reason })}
      onClose={onClose}
    >
      Something of before may still be there. The tenant can get access at once, and nothing is tried again.
      That you decided so stands in the tenant’s activity.
    </LockOut>
  );
}
