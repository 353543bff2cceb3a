'use client';
import { AlertDialog, Badge, Button, Card, RelativeTime, StepList } from '@postern/ui';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useRef, useState } from 'react';
import type { ActionShape } from '../../server/shapes/action.ts';
import type { ServerShape } from '../../server/shapes/server.ts';
import { newClickKey } from '../data/click-key.ts';
import { ProblemNote } from '../data/problem-note.tsx';
import { useTRPC } from '../data/trpc.ts';
import { whyNotOperate } from '../power/why-not.ts';
import { isActionOver } from '../servers-admin/action-over.ts';
import { shortestReason, useStaffReason } from '../staff/staff-reason.tsx';
import { helpMailLink } from './help-mail.ts';
import { isRecovery, recoverySentence, recoveryState, recoverySteps } from './recovery-words.ts';

/** Only for the case that a pushed change is lost on the way. */
const askAgainMs = 3_000;
const recentActions = 20;

/** The way out when the BMC is stuck, each rung harder than the one before. */
export function RecoveryCard({ server }: { readonly server: ServerShape }) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const { needed, text } = useStaffReason();
  const reason = text.trim();
  const [asking, setAsking] = useState(false);
  const key = useRef('');
  const recent = useQuery(
    trpc.actions.list.queryOptions(
      { serverId: server.id, limit: recentActions },
      {
        refetchInterval: ({ state }) =>
          state.data?.items.some((action) => isRecovery(action) && !isActionOver(action))
            ? askAgainMs
            : false,
      },
    ),
  );
  const last = recent.data?.items.find(isRecovery);
  const running = last !== undefined && !isActionOver(last);
  const settled = {
    onSettled: () => {
      void queryClient.invalidateQueries(trpc.actions.list.pathFilter());
      void queryClient.invalidateQueries(trpc.servers.get.queryFilter({ serverId: server.id }));
    },
  };
  const test = useMutation(trpc.bmcs.test.mutationOptions(settled));
  const restart = useMutation(
    trpc.bmcs.restart.mutationOptions({ ...settled, onSuccess: () => setAsking(false) }),
  );
  const whyNot = whyNotOperate(server, { needed, given: reason.length >= shortestReason });
  const busy = test.isPending || restart.isPending || running;
  if (!server.hasBmc) return null;
  return (
    <Card title="If the BMC is stuck" anchor="recovery">
      <div className="grid gap-3">
        <Rung help="Logs in with the stored login and reads. It changes nothing.">
          <Button
            disabled={busy && !test.isPending}
            pending={test.isPending}
            onClick={() => test.mutate({ serverId: server.id, idempotencyKey: newClickKey() })}
          >
            Test BMC
          </Button>
        </Rung>
        <Rung help={whyNot ?? 'Restarts the controller, not your server. It takes some minutes.'}>
          <Button
            tone="warn"
            disabled={busy || whyNot !== undefined}
            onClick={() => {
              key.current = newClickKey();
              restart.reset();
              setAsking(true);
            }}
          >
            Restart BMC
          </Button>
        </Rung>
        <HelpRung server={server} />
        {test.error && <ProblemNote error={test.error} />}
        {last !== undefined && <LastRecovery action={last} />}
      </div>
      <AlertDialog
        open={asking}
        onOpenChange={setAsking}
        title={`This restarts the BMC of ${server.name}`}
        verb="Restart BMC"
        tone="solid"
        pending={restart.isPending}
        onConfirm={() =>
          restart.mutate({
            serverId: server.id,
            idempotencyKey: key.current,
            ...(needed ? { reason } : {}),
          })
        }
      >
        <p>
          It does not touch your server, which goes on running. Consoles and IPMI connections break off, and
          power and readings are away until the BMC is back, which takes some minutes. Its accounts are
          checked afterwards.
        </p>
        {needed && server.organisation !== null && (
          <p className="mt-2">
            {server.organisation.name} will read why: “{reason}”
          </p>
        )}
        {restart.error && (
          <div className="mt-3">
            <ProblemNote error={restart.error} />
          </div>
        )}
      </AlertDialog>
    </Card>
  );
}

/** The last rung: people. A mail that says which machine it is, or whom the site says to ask. */
function HelpRung({ server }: { readonly server: ServerShape }) {
  const { words, mail } = server.help;
  if (mail === null) {
    return (
      <p className="text-sm text-n-11">
        <span className="font-medium text-n-12">If a machine needs hands: </span>
        {words === '' ? 'ask the support of your hoster, who knows the staff on site.' : words}
      </p>
    );
  }
  return (
    <Rung
      help={words === '' ? `Writes a mail to ${mail} that says which machine it is.` : `${words} · ${mail}`}
    >
      <Button asChild>
        <a href={helpMailLink(mail, server)}>Ask the staff</a>
      </Button>
    </Rung>
  );
}

function Rung({ help, children }: { readonly help: ReactNode; readonly children: ReactNode }) {
  return (
    <div className="grid grid-cols-[8.5rem_minmax(0,1fr)] items-center gap-3">
      {children}
      <span className="text-sm text-n-11">{help}</span>
    </div>
  );
}

function LastRecovery({ action }: { readonly action: ActionShape }) {
  const { tone, word } = recoveryState(action);
  return (
    <div className="rounded-md bg-n-2 px-3 py-2.5 text-sm">
      <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
        <Badge tone={tone}>{word}</Badge>
        <span className="font-medium">{recoverySentence(action)}</span>
      </p>
      <div className="my-2">
        <StepList label="Steps" steps={recoverySteps(action)} />
      </div>
      <p className="text-n-11">
        {action.requestedByName} · <RelativeTime at={action.finishedAt ?? action.requestedAt} />
      </p>
    </div>
  );
}
