'use client';
import { Button, useToast } from '@postern/ui';
import { useMutation } from '@tanstack/react-query';
import { problemOf } from '../data/problem.ts';
import { useTRPC } from '../data/trpc.ts';
import { LockOut } from './lock-out.tsx';
import { endedText, type Organisation } from './person.ts';
import { usePeopleChanged } from './use-people-changed.ts';

export interface SuspendOrganisationProps {
  readonly organisation: Organisation;
  readonly onClose: () => void;
}

export function SuspendOrganisation({ organisation, onClose }: SuspendOrganisationProps) {
  const trpc = useTRPC();
  const changed = usePeopleChanged();
  const tell = useToast();
  const suspend = useMutation(
    trpc.organisations.suspend.mutationOptions({
      onSuccess: async (ended) => {
        await changed();
        tell({ title: `${organisation.name} is suspended`, detail: endedText(ended) });
        onClose();
      },
    }),
  );
  const { name, people, servers } = organisation;
  return (
    <LockOut
      title={`This ends all access of ${name} at once`}
      verb="Suspend"
      pending={suspend.isPending}
      error={suspend.error}
      onConfirm={(reason) => suspend.mutate({ organisationId: organisation.id, reason })}
      onClose={onClose}
    >
      <ul className="list-disc space-y-1 pl-5">
        <li>{people === 1 ? '1 person is' : `All ${people} people are`} signed out and cannot sign in.</li>
        <li>
          Access on {servers === 1 ? 'its 1 server' : `its ${servers} servers`} ends, permanent access too;
          the accounts are removed from the BMCs.
        </li>
        <li>Open consoles close.</li>
      </ul>
      <p className="mt-2">The servers themselves run on. Ended access does not come back when you resume.</p>
    </LockOut>
  );
}

export function ResumeOrganisation({ organisation }: { readonly organisation: Organisation }) {
  const trpc = useTRPC();
  const changed = usePeopleChanged();
  const tell = useToast();
  const resume = useMutation(
    trpc.organisations.resume.mutationOptions({
      onSuccess: async () => {
        await changed();
        tell({ title: `${organisation.name} can sign in again` });
      },
      onError: (error) => tell({ title: problemOf(error).message, tone: 'danger' }),
    }),
  );
  return (
    <Button
      size="small"
      pending={resume.isPending}
      onClick={() => resume.mutate({ organisationId: organisation.id })}
    >
      Resume<span className="sr-only"> {organisation.name}</span>
    </Button>
  );
}
