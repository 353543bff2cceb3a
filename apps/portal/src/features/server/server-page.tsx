'use client';
import { Card } from '@postern/ui';
import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { AccessCard } from '../access/access-card.tsx';
import { ActivityList } from '../activity/activity-list.tsx';
import { BootCard } from '../boot/boot-card.tsx';
import { useTRPC } from '../data/trpc.ts';
import { HandOverCard } from '../hand-over/hand-over-card.tsx';
import { PowerCard } from '../power/power-card.tsx';
import { RecoveryCard } from '../recovery/recovery-card.tsx';
import { StaffRail } from '../staff/staff-reason.tsx';

export interface ServerPageProps {
  readonly serverId: string;
  readonly staff: boolean;
}

export function ServerPage({ serverId, staff }: ServerPageProps) {
  const trpc = useTRPC();
  const { data: server } = useQuery(trpc.servers.get.queryOptions({ serverId }));
  // The frame around the page asks for it too, and says what went wrong.
  if (server === undefined) return null;
  return (
    <>
      {/* Two columns on a wide screen; on a narrow one the columns dissolve and what acts stands before what happened. */}
      <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
        <div className="gap-4 max-lg:contents lg:grid">
          <AccessCard server={server} staff={staff} />
          <Card
            title="Activity"
            className="max-lg:order-last"
            aside={
              <Link href={`/servers/${serverId}/activity`} className="text-sm text-accent hover:underline">
                All activity
              </Link>
            }
          >
            <ActivityList serverId={serverId} limit={5} more={false} />
          </Card>
        </div>
        <div className="gap-4 max-lg:contents lg:grid">
          {staff && <StaffRail serverId={serverId} tenant={server.organisation?.name ?? null} />}
          <PowerCard server={server} />
          <BootCard server={server} />
          {staff && <HandOverCard server={server} />}
          <RecoveryCard server={server} />
        </div>
      </div>
    </>
  );
}
