'use client';
import { Badge, Button, Callout, Card, RelativeTime } from '@postern/ui';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { KeyRound } from 'lucide-react';
import type { ActionShape } from '../../server/shapes/action.ts';
import type { ServerShape } from '../../server/shapes/server.ts';
import { newClickKey } from '../data/click-key.ts';
import { ProblemNote } from '../data/problem-note.tsx';
import { useTRPC } from '../data/trpc.ts';
import { actionProgress } from '../power/action-text.ts';

const recentActions = 50;
/** Only for the case that a pushed change is lost on the way. */
const askAgainMs = 2_000;

/** How old the login is that Postern itself uses, and the way to a new one. */
export function LoginCard({ server }: { readonly server: ServerShape }) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const recent = useQuery(
    trpc.actions.list.queryOptions(
      { serverId: server.id, limit: recentActions },
      { refetchInterval: ({ state }) => (isRunning(lastOf(state.data?.items)) ? askAgainMs : false) },
    ),
  );
  const last = lastOf(recent.data?.items);
  const rotate = useMutation(
    trpc.bmcs.rotate.mutationOptions({
      onSettled: () => queryClient.invalidateQueries(trpc.actions.list.queryFilter({ serverId: server.id })),
    }),
  );
  const { bmc } = server;
  if (bmc === null) return null;
  return (
    <Card
      title="Stored login"
      aside={
        <Button
          size="small"
          icon={<KeyRound aria-hidden />}
          disabled={bmc.loginChangedAt === null}
          pending={rotate.isPending || isRunning(last)}
          onClick={() => rotate.mutate({ serverId: server.id, idempotencyKey: newClickKey() })}
        >
          Rotate now
        </Button>
      }
    >
      <div className="grid gap-3">
        {rotate.error && <ProblemNote error={rotate.error} />}
        <p>
          {bmc.loginChangedAt === null ? (
            'No login is stored.'
          ) : (
            <>
              Set <RelativeTime at={bmc.loginChangedAt} />.
            </>
          )}{' '}
          <span className="text-n-11">
            {bmc.rotateAfterDays === null
              ? 'Replaced on request only.'
              : `Replaced when it is ${bmc.rotateAfterDays} days old.`}
          </span>
        </p>
        {bmc.loginInRotation && !isRunning(last) && (
          <Callout tone="warn" title="A replacement was broken off">
            Both passwords are kept and tried, so there is a way in. It is brought to its end by itself.
          </Callout>
        )}
        {last !== undefined && (
          <p className="flex flex-wrap items-center gap-x-2.5 gap-y-1 text-sm">
            <RotationBadge state={last.state} />
            <span className="text-n-11">
              {last.error === null ? actionProgress(last) : last.error.sentence} · {last.requestedByName},{' '}
              <RelativeTime at={last.finishedAt ?? last.requestedAt} />
            </span>
          </p>
        )}
      </div>
    </Card>
  );
}

function lastOf(actions: readonly ActionShape[] | undefined): ActionShape | undefined {
  return actions?.find(({ parameters }) => parameters.kind === 'rotate-credential');
}

function isRunning(action: ActionShape | undefined): boolean {
  return action?.state === 'requested' || action?.state === 'running';
}

function RotationBadge({ state }: { readonly state: ActionShape['state'] }) {
  if (state === 'succeeded') return <Badge tone="ok">replaced</Badge>;
  if (state === 'failed') return <Badge tone="danger">failed</Badge>;
  if (state === 'unknown') return <Badge tone="warn">broken off</Badge>;
  return <Badge tone="accent">{state === 'requested' ? 'waiting' : 'running'}</Badge>;
}
