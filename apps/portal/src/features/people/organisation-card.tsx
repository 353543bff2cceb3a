'use client';
import { Badge, Button, Card, ClockTime } from '@postern/ui';
import { UserPlus } from 'lucide-react';
import Link from 'next/link';
import { useState } from 'react';
import { EditOverrides } from '../policy/edit-overrides.tsx';
import type { Household } from './person.ts';
import { PersonList } from './person-list.tsx';
import { ResumeOrganisation, SuspendOrganisation } from './suspend-organisation.tsx';

export interface OrganisationCardProps {
  readonly household: Household;
  readonly viewerId: string;
  readonly onAdd: () => void;
}

export function OrganisationCard({ household, viewerId, onAdd }: OrganisationCardProps) {
  const { organisation, people } = household;
  const [asking, setAsking] = useState(false);
  const [editing, setEditing] = useState(false);
  const { name, suspendedAt, servers } = organisation;
  return (
    <Card
      title={name}
      aside={
        <div className="flex flex-wrap items-center gap-2">
          <Link
            href={`/admin/servers?q=${encodeURIComponent(name)}`}
            className="mr-2 text-sm text-n-11 underline hover:text-n-12"
          >
            {servers === 1 ? '1 server' : `${servers} servers`}
            <span className="sr-only"> of {name}</span>
          </Link>
          {suspendedAt !== null && (
            <Badge tone="warn">
              suspended since <ClockTime at={suspendedAt} />
            </Badge>
          )}
          <Button size="small" icon={<UserPlus aria-hidden />} onClick={onAdd}>
            Add person<span className="sr-only"> to {name}</span>
          </Button>
          <Button size="small" onClick={() => setEditing(true)}>
            Policy<span className="sr-only"> of {name}</span>
          </Button>
          {suspendedAt === null ? (
            <Button size="small" tone="warn" onClick={() => setAsking(true)}>
              Suspend<span className="sr-only"> {name}</span>
            </Button>
          ) : (
            <ResumeOrganisation organisation={organisation} />
          )}
        </div>
      }
    >
      {people.length === 0 ? (
        <p className="text-n-11">Nobody can sign in for this organisation yet.</p>
      ) : (
        <PersonList people={people} viewerId={viewerId} />
      )}
      {editing && (
        <EditOverrides
          of={{ organisationId: organisation.id }}
          name={name}
          onClose={() => setEditing(false)}
        />
      )}
      {asking && <SuspendOrganisation organisation={organisation} onClose={() => setAsking(false)} />}
    </Card>
  );
}
