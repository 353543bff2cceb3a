'use client';
import { Button, Dialog, Field, Input } from '@postern/ui';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { problemOf } from '../data/problem.ts';
import { ProblemNote } from '../data/problem-note.tsx';
import { useTRPC } from '../data/trpc.ts';
import type { UserVerdictProps } from './user-verdict.tsx';
import { rightsText } from './user-words.ts';

/** Asks whose a foreign user is: the note stands beside him from then on. */
export function AdoptUser({
  user,
  serverId,
  reportedAt,
  onClose,
}: UserVerdictProps & { readonly reportedAt: Date; readonly onClose: () => void }) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [note, setNote] = useState('');
  const adopt = useMutation(
    trpc.bmcUsers.adopt.mutationOptions({
      onSuccess: async () => {
        await queryClient.invalidateQueries(trpc.bmcUsers.list.queryFilter({ serverId }));
        onClose();
      },
    }),
  );
  const problem = adopt.error === null ? null : problemOf(adopt.error);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    adopt.mutate({ userId: user.id, reportedAt, note });
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => open || onClose()}
      title={`Adopt ${user.name || 'the user without a name'}`}
    >
      <form onSubmit={submit} noValidate className="grid gap-4">
        <p className="text-n-11">
          Known and fine, as it is now ({rightsText(user)}). It is reported again when it gains rights, is
          enabled or changes its name.
        </p>
        <Field label="Whose it is" hint="Stands beside the user." error={problem?.fields.note}>
          {(control) => (
            <Input
              {...control}
              value={note}
              maxLength={200}
              autoComplete="off"
              onChange={(event) => setNote(event.target.value)}
            />
          )}
        </Field>
        {problem !== null && problem.fields.note === undefined && <ProblemNote error={adopt.error} />}
        <div className="flex justify-end">
          <Button tone="solid" type="submit" pending={adopt.isPending}>
            Adopt
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
