'use client';
import { Button, Dialog, DialogActions, Field, Input, useToast } from '@postern/ui';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { GrantShape } from '../../server/shapes/grant.ts';
import { problemOf } from '../data/problem.ts';
import { ProblemNote } from '../data/problem-note.tsx';
import { useTRPC } from '../data/trpc.ts';
import { shortestReason } from '../staff/staff-reason.tsx';

export interface DecideButtonsProps {
  readonly server: { readonly id: string; readonly name: string };
  readonly grant: Pick<GrantShape, 'id' | 'organisation'>;
  readonly size?: 'small' | 'medium';
}

/** *Approve* and *Decline* of a request that waits. */
export function DecideButtons({ server, grant, size = 'medium' }: DecideButtonsProps) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const tell = useToast();
  const [declining, setDeclining] = useState(false);
  const decided = () =>
    Promise.all([
      queryClient.invalidateQueries(trpc.servers.get.queryFilter({ serverId: server.id })),
      queryClient.invalidateQueries(trpc.grants.list.pathFilter()),
    ]);
  const approve = useMutation(
    trpc.grants.approve.mutationOptions({
      onError: (error) => tell({ tone: 'danger', title: problemOf(error).message }),
      onSettled: decided,
    }),
  );
  return (
    <>
      <Button
        tone="solid"
        size={size}
        pending={approve.isPending}
        onClick={() => approve.mutate({ grantId: grant.id })}
      >
        Approve<span className="sr-only"> access to {server.name}</span>
      </Button>
      <Button size={size} onClick={() => setDeclining(true)}>
        Decline<span className="sr-only"> access to {server.name}</span>
      </Button>
      {declining && (
        <DeclineDialog server={server} grant={grant} onDone={decided} onClose={() => setDeclining(false)} />
      )}
    </>
  );
}

interface DeclineDialogProps extends DecideButtonsProps {
  readonly onDone: () => Promise<unknown>;
  readonly onClose: () => void;
}

function DeclineDialog({ server, grant, onDone, onClose }: DeclineDialogProps) {
  const trpc = useTRPC();
  const [reason, setReason] = useState('');
  const decline = useMutation(trpc.grants.decline.mutationOptions({ onSuccess: onClose, onSettled: onDone }));
  return (
    <Dialog
      open
      onOpenChange={(open) => open || onClose()}
      title={`Decline access to ${server.name}`}
      description={`${grant.organisation.name} can ask again at any time.`}
    >
      <form
        className="grid gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          decline.mutate({ grantId: grant.id, reason: reason.trim() });
        }}
      >
        <Field label="Why" hint="The tenant sees it.">
          {(control) => (
            <Input
              {...control}
              value={reason}
              maxLength={500}
              autoFocus
              onChange={(event) => setReason(event.target.value)}
            />
          )}
        </Field>
        {decline.error && <ProblemNote error={decline.error} />}
        <DialogActions>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            type="submit"
            tone="solid"
            pending={decline.isPending}
            disabled={reason.trim().length < shortestReason}
          >
            Decline
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
