'use client';
import { Badge, Button } from '@postern/ui';
import { useState } from 'react';
import { DisablePerson, EnablePerson } from './disable-person.tsx';
import type { Person } from './person.ts';
import { RemoveSecondFactorOf } from './remove-second-factor-of.tsx';

export interface PersonListProps {
  readonly people: readonly Person[];
  readonly viewerId: string;
}

export function PersonList({ people, viewerId }: PersonListProps) {
  const [asking, setAsking] = useState<Person | null>(null);
  const [lost, setLost] = useState<Person | null>(null);
  return (
    <>
      <ul className="-my-2.5 divide-y divide-n-6">
        {people.map((person) => (
          <li key={person.id} className="flex flex-wrap items-center gap-x-4 gap-y-1 py-2.5">
            <div className="min-w-0 flex-1 basis-52">
              <span className="font-medium">{person.name}</span>
              {person.role !== 'tenant' && <span className="text-n-11"> · {roleWords[person.role]}</span>}
              {person.disabledAt !== null && (
                <span className="ml-2">
                  <Badge tone="warn">disabled</Badge>
                </span>
              )}
              <div className="truncate text-sm text-n-11">{person.email}</div>
            </div>
            {person.id !== viewerId && person.secondFactor && (
              <Button size="small" onClick={() => setLost(person)}>
                Remove second factor<span className="sr-only"> of {person.name}</span>
              </Button>
            )}
            {person.id === viewerId && <span className="text-sm text-n-11">you</span>}
            {person.id !== viewerId && person.disabledAt !== null && <EnablePerson person={person} />}
            {person.id !== viewerId && person.disabledAt === null && (
              <Button size="small" tone="warn" onClick={() => setAsking(person)}>
                Disable<span className="sr-only"> {person.name}</span>
              </Button>
            )}
          </li>
        ))}
      </ul>
      {lost !== null && <RemoveSecondFactorOf person={lost} onClose={() => setLost(null)} />}
      {asking !== null && <DisablePerson person={asking} onClose={() => setAsking(null)} />}
    </>
  );
}

const roleWords = { support: 'support', admin: 'administrator' } as const;
