'use client';
import { Button } from '@postern/ui';
import { Monitor } from 'lucide-react';
import Link from 'next/link';
import type { ServerOverviewShape } from '../../server/shapes/server.ts';
import { AccessBadge } from '../access/access-badge.tsx';
import { PowerReading } from './power-reading.tsx';

export interface ServerRowProps {
  readonly server: ServerOverviewShape;
  readonly staff: boolean;
}

/** One line of the list: a row on a wide screen, a small card on a phone. */
export function ServerRow({ server, staff }: ServerRowProps) {
  const page = `/servers/${server.id}`;
  const offered = server.console.unavailableReason === null;
  return (
    <li className="relative grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-4 gap-y-1.5 px-4 py-3 hover:bg-n-2 md:grid-cols-[minmax(0,2.2fr)_minmax(0,2fr)_minmax(0,1.5fr)_7rem]">
      <div className="min-w-0">
        <Link
          href={page}
          className="font-semibold after:absolute after:inset-0 after:content-[''] hover:underline"
        >
          {server.name}
        </Link>
        <div className="truncate text-sm text-n-11">
          {server.site.name} · {server.rack}
          {staff && ` · ${server.organisation?.name ?? 'rented to nobody'}`}
        </div>
        <div className="truncate text-sm text-n-11 tabular-nums">{server.ipAddresses.join(' · ')}</div>
      </div>
      <div className="col-start-1 md:col-start-auto">
        <PowerReading power={server.power} />
      </div>
      <div className="col-start-1 md:col-start-auto">
        <span className="sr-only">Access: </span>
        <AccessBadge access={server.access} />
        {server.access?.holderName && (
          <span className="ml-2 text-sm text-n-11">{server.access.holderName}</span>
        )}
      </div>
      <div className="relative z-10 col-start-2 row-span-3 row-start-1 justify-self-end md:col-start-auto md:row-span-1 md:row-start-auto">
        {offered && !staff && (
          <Button asChild size="small">
            <Link href={`${page}/console`}>
              <Monitor aria-hidden />
              Console
              <span className="sr-only"> of {server.name}</span>
            </Link>
          </Button>
        )}
      </div>
    </li>
  );
}
