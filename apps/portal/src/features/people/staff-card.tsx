import { Card } from '@postern/ui';
import type { Person } from './person.ts';
import { PersonList } from './person-list.tsx';

export interface StaffCardProps {
  readonly staff: readonly Person[];
  readonly viewerId: string;
}

/** Those who see every tenant's servers. */
export function StaffCard({ staff, viewerId }: StaffCardProps) {
  return (
    <Card title="Staff">
      <p className="mb-3 border-b border-n-6 pb-3 text-sm text-n-11">
        Support gives and ends access on all servers; administrators also change this portal.
      </p>
      <PersonList people={staff} viewerId={viewerId} />
    </Card>
  );
}
