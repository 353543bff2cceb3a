'use client';
import { Button, Dialog, DialogActions, Field, Input, useToast } from '@postern/ui';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { problemOf } from '../data/problem.ts';
import { ProblemNote } from '../data/problem-note.tsx';
import { useTRPC } from '../data/trpc.ts';
import { usePeopleChanged } from './use-people-changed.ts';

export function CreateOrganisation({ onClose }: { readonly onClose: () => void }) {
  const trpc = useTRPC();
  const changed = usePeopleChanged();
  const tell = useToast();
  const [name, setName] = useState('');
  const create = useMutation(
    trpc.organisations.create.mutationOptions({
      onSuccess: async () => {
        await changed();
        tell({ title: `${name.trim()} is added`, detail: 'Add its people next.' });
        onClose();
      },
    }),
  );
  const problem = create.error === null ? null : problemOf(create.error);
  return (
    <Dialog open onOpenChange={(open) => open || onClose()} title="Add organisation">
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          create.mutate({ name });
        }}
      >
        <Field label="Name" hint="As it stands on the contract." error={problem?.fields.name}>
          {(control) => (
            <Input
              {...control}
              value={name}
              maxLength={100}
              autoComplete="off"
              onChange={(event) => setName(event.target.value)}
            />
          )}
        </Field>
        {problem !== null && problem.fields.name === undefined && (
          <div className="mt-3">
            <ProblemNote error={create.error} />
          </div>
        )}
        <DialogActions>
          <Button onClick={onClose}>Cancel</Button>
          <Button tone="solid" type="submit" pending={create.isPending}>
            Add organisation
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
