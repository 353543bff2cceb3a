'use client';
import { Button, Card, RelativeTime, StepList } from '@postern/ui';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Stethoscope } from 'lucide-react';
import { useState } from 'react';
import type { ServerShape } from '../../server/shapes/server.ts';
import { newClickKey } from '../data/click-key.ts';
import { ProblemNote } from '../data/problem-note.tsx';
import { useTRPC } from '../data/trpc.ts';
import { ActionBadge } from './action-badge.tsx';
import { isActionOver } from './action-over.ts';
import { testSentence, testStepsOf } from './test-steps.ts';
import { useFollowedAction } from './use-followed-action.ts';

/** Has a broker try everything that Postern needs of the BMC, and shows each step as it becomes known. */
export function TestBmc({ server }: { readonly server: ServerShape }) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [started, setStarted] = useState<string | null>(null);
  const action = useFollowedAction(server.id, 'bmc-test', started);
  const start = useMutation(
    trpc.bmcs.test.mutationOptions({
      onSuccess: ({ actionId: made }) => {
        setStarted(made);
        void queryClient.invalidateQueries(trpc.bmcs.list.pathFilter());
      },
    }),
  );
  const running = action !== undefined && !isActionOver(action);
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
            <ActionBadge state={action.state} done="passed" />
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
