'use client';
import { Button, EmptyState, Filters, Input, Skeleton } from '@postern/ui';
import { useQuery } from '@tanstack/react-query';
import { Building2, UserPlus } from 'lucide-react';
import { useState } from 'react';
import { ProblemNote } from '../data/problem-note.tsx';
import { useTRPC } from '../data/trpc.ts';
import { PageHead } from '../shell/page-head.tsx';
import { CreateOrganisation } from './create-organisation.tsx';
import { CreatePerson, type NewPersonOf } from './create-person.tsx';
import { OrganisationCard } from './organisation-card.tsx';
import { householdsOf, narrowHouseholds, narrowPeople } from './person.ts';
import { StaffCard } from './staff-card.tsx';

export interface PeoplePageProps {
  /** Who looks: nobody locks himself out. */
  readonly viewerId: string;
}

/** Organisations with their people, and staff by themselves. */
export function PeoplePage({ viewerId }: PeoplePageProps) {
  const trpc = useTRPC();
  const organisations = useQuery(trpc.organisations.list.queryOptions());
  const people = useQuery(trpc.people.list.queryOptions({}));
  const [search, setSearch] = useState('');
  const [adding, setAdding] = useState<NewPersonOf | 'organisation' | null>(null);
  const failed = [organisations, people].find(({ error, data }) => error !== null && data === undefined);
  const known =
    organisations.data && people.data && householdsOf(organisations.data.items, people.data.items);
  const households = known && narrowHouseholds(known.households, search);
  const staff = known && narrowPeople(known.staff, search);
  const close = () => setAdding(null);
  return (
    <>
      <PageHead
        title="People"
        action={
          <div className="flex flex-wrap gap-2">
            <Button icon={<UserPlus aria-hidden />} onClick={() => setAdding({ organisation: null })}>
              Add staff
            </Button>
            <Button tone="solid" icon={<Building2 aria-hidden />} onClick={() => setAdding('organisation')}>
              Add organisation
            </Button>
          </div>
        }
      >
        Organisations rent servers; their people sign in. Staff belong to no organisation.
      </PageHead>
      <div className="grid gap-4">
        <Filters>
          <Input
            type="search"
            aria-label="Find an organisation or a person"
            placeholder="Organisation, name or e-mail"
            value={search}
            onChange={(event) => setSearch(event.target.value)}
            className="sm:max-w-72"
          />
        </Filters>
        {failed && <ProblemNote error={failed.error} onRetry={() => void failed.refetch()} />}
        {known === undefined && !failed && <Loading />}
        {households?.length === 0 && staff?.length === 0 && <EmptyState title="Nobody fits" />}
        {known?.households.length === 0 && (
          <EmptyState title="No organisation yet">
            Add the first one, then its people, then give it servers.
          </EmptyState>
        )}
        {households?.map((household) => (
          <OrganisationCard
            key={household.organisation.id}
            household={household}
            viewerId={viewerId}
            onAdd={() => setAdding({ organisation: household.organisation })}
          />
        ))}
        {staff !== undefined && staff.length > 0 && <StaffCard staff={staff} viewerId={viewerId} />}
      </div>
      {adding === 'organisation' && <CreateOrganisation onClose={close} />}
      {adding !== null && adding !== 'organisation' && <CreatePerson of={adding} onClose={close} />}
    </>
  );
}

function Loading() {
  return (
    <div className="grid gap-3" role="status" aria-label="Loading people">
      <Skeleton className="h-40" />
      <Skeleton className="h-40" />
    </div>
  );
}
