'use client';
import { Button, Dialog, DialogActions, Field, Input } from '@postern/ui';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { GrantShape } from '../../server/shapes/grant.ts';
import { problemOf } from '../data/problem.ts';
import { ProblemNote } from '../data/problem-note.tsx';
import { useTRPC } from '../data/trpc.ts';

export interface ConfirmButtonProps {
  readonly server: { readonly id: string; readonly name: string };
  readonly grant: Pick<GrantShape, 'id' | 'organisation' | 'reason'>;
  readonly size?: 'small' | 'medium';
}

/** *Confirm until…*: permanent access stays, to be looked at again on another day. */
export function ConfirmButton({ server, grant, size = 'medium' }: ConfirmButtonProps) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button size={size} onClick={() => setOpen(true)}>
        Confirm until…<span className="sr-only"> for {server.name}</span>
      </Button>
      {open && <ConfirmDialog server={server} grant={grant} onClose={() => setOpen(false)} />}
    </>
  );
}

function ConfirmDialog({ server, grant, onClose }: ConfirmButtonProps & { readonly onClose: () => void }) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [day, setDay] = useState('');
  const confirm = useMutation(
    trpc.grants.confirm.mutationOptions({
      onSuccess: onClose,
      onSettled: () =>
        Promise.all([
          queryClient.invalidateQueries(trpc.servers.get.queryFilter({ serverId: server.id })),
          queryClient.invalidateQueries(trpc.grants.list.pathFilter()),
        ]),
    }),
  );
  const problem = confirm.error ? problemOf(confirm.error) : undefined;
  return (
    <Dialog
      open
      onOpenChange={(next) => next || onClose()}
      title={`${grant.organisation.name} keeps permanent access to ${server.name}`}
      description={grant.reason ?? 'No reason was given.'}
    >
      <form
        className="grid gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          confirm.mutate({ grantId: grant.id, reviewAt: new Date(`${day}T12:00:00`) });
        }}
      >
        <Field label="Review again on" error={problem?.fields.reviewAt}>
          {(control) => (
            <Input
              {...control}
              type="date"
              required
              value={day}
              onChange={(event) => setDay(event.target.value)}
            />
          )}
        </Field>
        {confirm.error && problem?.fields.reviewAt === undefined && <ProblemNote error={confirm.error} />}
        <DialogActions>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" tone="solid" pending={confirm.isPending} disabled={day === ''}>
            Confirm
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
