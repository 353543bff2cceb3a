'use client';
import { Button, Dialog, DialogActions, useToast } from '@postern/ui';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { problemOf } from '../data/problem.ts';
import { ProblemNote } from '../data/problem-note.tsx';
import { useTRPC } from '../data/trpc.ts';
import { generatePassword } from './generate-password.ts';
import { type PersonDraft, PersonFields } from './person-fields.tsx';
import { ShowPasswordOnce } from './show-password-once.tsx';
import { usePeopleChanged } from './use-people-changed.ts';

/** Where the new person belongs; `null`: staff. */
export interface NewPersonOf {
  readonly organisation: { readonly id: string; readonly name: string } | null;
}

export interface CreatePersonProps {
  readonly of: NewPersonOf;
  readonly onClose: () => void;
}

/** Adds somebody who may sign in; a generated password is shown once, after it is known to work. */
export function CreatePerson({ of: { organisation }, onClose }: CreatePersonProps) {
  const trpc = useTRPC();
  const changed = usePeopleChanged();
  const tell = useToast();
  const [draft, setDraft] = useState<PersonDraft>({
    name: '',
    email: '',
    role: organisation === null ? 'support' : 'tenant',
    own: 'generated',
    typed: '',
  });
  const [made, setMade] = useState<{ email: string; password: string } | null>(null);
  const create = useMutation(
    trpc.people.create.mutationOptions({
      // What was sent holds a password: nothing keeps it.
      gcTime: 0,
      onSuccess: async (_made, { email, password, name }) => {
        await changed();
        if (draft.own === 'generated') return setMade({ email, password });
        tell({ title: `${name} can sign in` });
        onClose();
      },
    }),
  );
  const title = organisation === null ? 'Add staff' : `Add a person to ${organisation.name}`;
  if (made !== null) {
    return <ShowPasswordOnce name={draft.name.trim()} {...made} onClose={onClose} />;
  }
  const problem = create.error === null ? null : problemOf(create.error);
  const fields = problem?.fields ?? {};
  const elsewhere = Object.keys(fields).every((field) => !['name', 'email', 'password'].includes(field));
  const submit = () => {
    const { name, email, role, own, typed } = draft;
    const password = own === 'generated' ? generatePassword() : typed;
    create.mutate({ name, email: email.trim(), role, organisationId: organisation?.id ?? null, password });
  };
  return (
    <Dialog open onOpenChange={(open) => open || onClose()} title={title}>
      <form
        noValidate
        autoComplete="off"
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <PersonFields draft={draft} onChange={setDraft} errors={fields} staff={organisation === null} />
        {problem !== null && elsewhere && (
          <div className="mt-3">
            <ProblemNote error={create.error} />
          </div>
        )}
        <DialogActions>
          <Button onClick={onClose}>Cancel</Button>
          <Button tone="solid" type="submit" pending={create.isPending}>
            {organisation === null ? 'Add staff' : 'Add person'}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
