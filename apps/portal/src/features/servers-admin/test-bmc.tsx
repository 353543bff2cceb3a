'use client';
import { Badge, Button, Card, RelativeTime, StepList } from '@postern/ui';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Stethoscope } from 'lucide-react';
import { useState } from 'react';
import type { ServerShape } from '../../server/shapes/server.ts';
import { newClickKey } from '../data/click-key.ts';
import { ProblemNote } from '../data/problem-note.tsx';
import { useTRPC } from '../data/trpc.ts';
import { isTestOver, testSentence, testStepsOf } from './test-steps.ts';

/** Only for the case that a pushed change is lost on the way. */
const askAgainMs = 2_000;
const recentActions = 50;

/** Has a broker try everything that Postern needs of the BMC, and shows each step as it becomes known. */
export function TestBmc({ server }: { readonly server: ServerShape }) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const earlier = useQuery(trpc.actions.list.queryOptions({ serverId: server.id, limit: recentActions }));
  const last = earlier.data?.items.find(({ parameters }) => parameters.kind === 'bmc-test');
  const [started, setStarted] = useState<string | null>(null);
  const actionId = started ?? last?.id ?? null;
  const followed = useQuery(
    trpc.actions.get.queryOptions(
      { actionId: actionId ?? '' },
      {
        enabled: actionId !== null,
        ...(last === undefined || last.id !== actionId ? {} : { placeholderData: last }),
        refetchInterval: ({ state }) =>
          state.data === undefined || isTestOver(state.data) ? false : askAgainMs,
      },
    ),
  );
  const start = useMutation(
    trpc.bmcs.test.mutationOptions({
      onSuccess: ({ actionId: made }) => {
        setStarted(made);
        void queryClient.invalidateQueries(trpc.bmcs.list.pathFilter());
      },
    }),
  );
  const action = actionId === null ? undefined : followed.data;
  const running = action !== undefined && !isTestOver(action);
  return (
    <Card
      title="Test"
      aside={
        <Button
          size="small"
          tone={server.bmc === null ? 'plain' : 'solid'}
          icon={<Stethoscope aria-hidden />}
          disabled={server.bmc === null}
          pending={start.isPending || running}
          onClick={() => start.mutate({ serverId: server.id, idempotencyKey: newClickKey() })}
        >
          Test BMC
        </Button>
      }
    >
      {start.error && (
        <div className="mb-4">
          <ProblemNote error={start.error} />
        </div>
      )}
      {server.bmc === null && <p className="text-n-11">Set up the BMC first.</p>}
      {server.bmc !== null && action === undefined && (
        <p className="text-n-11">
          Never tested. The test logs in with the stored login and reads; it changes nothing on the BMC or the
          server.
        </p>
      )}
      {action !== undefined && (
        <>
          <p className="mb-3 flex flex-wrap items-center gap-x-2.5 gap-y-1">
            <TestState state={action.state} />
            <span>{testSentence(action)}</span>
          </p>
          <StepList label="Steps of the test" steps={testStepsOf(action)} />
          <p className="mt-3 text-sm text-n-11">
            Asked for by {action.requestedByName} <RelativeTime at={action.requestedAt} />
          </p>
        </>
      )}
    </Card>
  );
}

function TestState({
  state,
}: {
  readonly state: 'requested' | 'running' | 'succeeded' | 'failed' | 'unknown';
}) {
  if (state === 'succeeded') return <Badge tone="ok">passed</Badge>;
  if (state === 'failed') return <Badge tone="danger">failed</Badge>;
  if (state === 'unknown') return <Badge tone="warn">broken off</Badge>;
  return <Badge tone="accent">{state === 'requested' ? 'waiting' : 'running'}</Badge>;
}
