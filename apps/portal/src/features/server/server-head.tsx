'use client';
import { Button, CopyButton } from '@postern/ui';
import { Monitor } from 'lucide-react';
import Link from 'next/link';
import { preloadEngines } from '../../console/engines.ts';
import type { ServerShape } from '../../server/shapes/server.ts';
import { PowerReading } from '../servers/power-reading.tsx';
import { bmcTroubleOf } from './bmc-trouble-of.ts';
import { HealthBadge } from './health-badge.tsx';

export interface ServerHeadProps {
  readonly server: ServerShape;
  readonly staff: boolean;
}

export function ServerHead({ server, staff }: ServerHeadProps) {
  const trouble = bmcTroubleOf(server);
  return (
    <div className="mb-4 grid grid-cols-[minmax(0,1fr)_auto] items-start gap-x-4 gap-y-2">
      <div className="min-w-0">
        <h1 className="break-words text-xl font-semibold leading-tight tracking-tight">{server.name}</h1>
        <p className="mt-0.5 text-n-11">
          {server.site.name} · {server.rack}
          {staff && <> · {server.organisation?.name ?? 'rented to nobody'}</>}
        </p>
      </div>
      <ConsoleButton server={server} />
      <div className="col-span-2 flex flex-wrap items-center gap-x-5 gap-y-1">
        <PowerReading power={server.power} />
        <HealthBadge health={server.health} serverId={server.id} />
        {trouble !== null && <span className="text-sm text-n-11">{trouble}</span>}
        {server.ipAddresses.map((address) => (
          <span key={address} className="inline-flex items-center font-mono text-sm">
            {address}
            <CopyButton label={`address ${address}`} value={address} />
          </span>
        ))}
      </div>
      {!server.may.openConsole && server.console.unavailableReason !== null && (
        <p id="console-reason" className="col-span-2 text-sm text-n-11 sm:-mt-1 sm:text-right">
          {server.console.unavailableReason}
        </p>
      )}
    </div>
  );
}

/** Always in the same place; greyed with its reason when no console can be opened. */
function ConsoleButton({ server }: { readonly server: ServerShape }) {
  if (!server.may.openConsole) {
    return (
      <Button disabled icon={<Monitor aria-hidden />} aria-describedby="console-reason">
        Console
      </Button>
    );
  }
  return (
    <Button asChild tone={server.access?.state === 'active' ? 'solid' : 'plain'}>
      <Link
        href={`/servers/${server.id}/console`}
        prefetch
        onPointerEnter={() => preloadEngines('screen')}
        onFocus={() => preloadEngines('screen')}
      >
        <Monitor aria-hidden />
        Console
      </Link>
    </Button>
  );
}
