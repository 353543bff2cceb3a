'use client';
import { Button, useToast } from '@postern/ui';
import { useMutation } from '@tanstack/react-query';
import { problemOf } from '../data/problem.ts';
import { useTRPC } from '../data/trpc.ts';
import { LockOut } from './lock-out.tsx';
import { endedText, type Person } from './person.ts';
import { usePeopleChanged } from './use-people-changed.ts';

export interface DisablePersonProps {
  readonly person: Person;
  readonly onClose: () => void;
}

export function DisablePerson({ person, onClose }: DisablePersonProps) {
  const trpc = useTRPC();
  const changed = usePeopleChanged();
  const tell = useToast();
  const disable = useMutation(
    trpc.people.disable.mutationOptions({
      onSuccess: async (ended) => {
        await changed();
        tell({ title: `${person.name} is disabled`, detail: endedText(ended) });
        onClose();
      },
    }),
  );
  return (
    <LockOut
      title={`This signs ${person.name} out and keeps the door shut`}
      verb="Disable"
      pending={disable.isPending}
      error={disable.error}
      onConfirm={(reason) => disable.mutate({ userId: person.id, reason })}
      onClose={onClose}
    >
      Every browser of {person.name} is signed out, open consoles close, and access held by name ends: its
      account is removed from the BMC. You can enable {person.name} again; ended access does not come back.
    </LockOut>
  );
}

export function EnablePerson({ person }: { readonly person: Person }) {
  const trpc = useTRPC();
  const changed = usePeopleChanged();
  const tell = useToast();
  const enable = useMutation(
    trpc.people.enable.mutationOptions({
      onSuccess: async () => {
        await changed();
        tell({ title: `${person.name} can sign in again` });
      },
      onError: (error) => tell({ title: problemOf(error).message, tone: 'danger' }),
    }),
  );
  return (
    <Button size="small" pending={enable.isPending} onClick={() => enable.mutate({ userId: person.id })}>
      Enable<span className="sr-only"> {person.name}</span>
    </Button>
  );
}
