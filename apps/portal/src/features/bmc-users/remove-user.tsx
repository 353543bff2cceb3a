'use client';
import { AlertDialog, Field, Input, useToast } from '@postern/ui';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { newClickKey } from '../data/click-key.ts';
import { problemOf } from '../data/problem.ts';
import { ProblemNote } from '../data/problem-note.tsx';
import { useTRPC } from '../data/trpc.ts';
import type { UserVerdictProps } from './user-verdict.tsx';

const shortestReason = 3;

/** Asks for the name, typed, and the reason: what is removed here is not Postern's. */
export function RemoveUser({ user, serverId, onClose }: UserVerdictProps & { readonly onClose: () => void }) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const tell = useToast();
  const [typed, setTyped] = useState('');
  const [reason, setReason] = useState('');
  const [idempotencyKey] = useState(newClickKey);
  const remove = useMutation(
    trpc.bmcUsers.remove.mutationOptions({
      onSuccess: async () => {
        await queryClient.invalidateQueries(trpc.actions.list.queryFilter({ serverId }));
        tell({ title: `${user.name} is being removed`, detail: 'The list shows when it is gone.' });
        onClose();
      },
    }),
  );
  const problem = remove.error === null ? null : problemOf(remove.error);
  return (
    <AlertDialog
      open
      onOpenChange={(open) => open || onClose()}
      title={`This removes ${user.name} from the BMC`}
      verb="Remove user"
      pending={remove.isPending}
      blocked={typed !== user.name || reason.trim().length < shortestReason}
      onConfirm={() => remove.mutate({ userId: user.id, name: typed, reason, idempotencyKey })}
    >
      Whoever uses it is logged out and cannot log in again. Postern checks that it is gone. Its password is
      not known here, so it cannot be brought back.
      <div className="mt-4 grid gap-4 text-n-12">
        <Field label={`Type ${user.name}`} error={problem?.fields.name}>
          {(control) => (
            <Input
              {...control}
              className="font-mono text-sm"
              value={typed}
              autoComplete="off"
              autoCapitalize="off"
              spellCheck={false}
              onChange={(event) => setTyped(event.target.value)}
            />
          )}
        </Field>
        <Field label="Why" hint="Stays in the audit log." error={problem?.fields.reason}>
          {(control) => (
            <Input
              {...control}
              value={reason}
              maxLength={500}
              autoComplete="off"
              onChange={(event) => setReason(event.target.value)}
            />
          )}
        </Field>
      </div>
      {problem !== null && problem.fields.name === undefined && problem.fields.reason === undefined && (
        <div className="mt-3">
          <ProblemNote error={remove.error} />
        </div>
      )}
    </AlertDialog>
  );
}
