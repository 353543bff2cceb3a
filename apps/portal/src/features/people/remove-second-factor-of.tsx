'use client';
import { useToast } from '@postern/ui';
import { useMutation } from '@tanstack/react-query';
import { useTRPC } from '../data/trpc.ts';
import { LockOut } from './lock-out.tsx';
import type { Person } from './person.ts';
import { usePeopleChanged } from './use-people-changed.ts';

export interface RemoveSecondFactorOfProps {
  readonly person: Person;
  readonly onClose: () => void;
}

/** For somebody who has lost phone and recovery codes. */
export function RemoveSecondFactorOf({ person, onClose }: RemoveSecondFactorOfProps) {
  const trpc = useTRPC();
  const changed = usePeopleChanged();
  const tell = useToast();
  const remove = useMutation(
    trpc.people.removeSecondFactor.mutationOptions({
      onSuccess: async () => {
        await changed();
        tell({ title: `The second factor of ${person.name} is removed` });
        onClose();
      },
    }),
  );
  return (
    <LockOut
      title={`From then on the password alone signs ${person.name} in`}
      verb="Remove second factor"
      pending={remove.isPending}
      error={remove.error}
      onConfirm={(reason) => remove.mutate({ userId: person.id, reason })}
      onClose={onClose}
    >
      For a lost phone. Make sure that it is {person.name} who asks, on a way that an attacker does not hold:
      this is what the second factor kept out. {person.name} can add another one on the profile page.
    </LockOut>
  );
}
