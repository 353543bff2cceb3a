'use client';
import { Button } from '@postern/ui';
import { useQuery } from '@tanstack/react-query';
import { clsx } from 'clsx';
import { Monitor, RotateCcw } from 'lucide-react';
import Link from 'next/link';
import { useState } from 'react';
import type { ConsoleScale } from '../../console/console-viewer.ts';
import type { ConsoleEnd } from '../../console/describe-close.ts';
import type { ServerShape } from '../../server/shapes/server.ts';
import { LiveChanges } from '../data/live-changes.tsx';
import { useTRPC } from '../data/trpc.ts';
import { ConsoleBar } from './console-bar.tsx';
import { ReasonFirst } from './reason-first.tsx';
import { type ConsoleKind, useConsole } from './use-console.ts';

export interface ConsoleWorkspaceProps {
  readonly serverId: string;
  readonly firstKind: ConsoleKind | undefined;
}

export function ConsoleWorkspace({ serverId, firstKind }: ConsoleWorkspaceProps) {
  const trpc = useTRPC();
  const { data: server } = useQuery(trpc.servers.get.queryOptions({ serverId }));
  if (server === undefined) return null;
  return (
    <LiveChanges>
      <Workspace server={server} firstKind={firstKind} />
    </LiveChanges>
  );
}

function Workspace({
  server,
  firstKind,
}: {
  readonly server: ServerShape;
  readonly firstKind: ConsoleKind | undefined;
}) {
  const kinds = (['screen', 'serial'] as const).filter((each) => server.console[each]);
  const [kind, setKind] = useState<ConsoleKind>(
    firstKind !== undefined && kinds.includes(firstKind) ? firstKind : (kinds[0] ?? 'screen'),
  );
  const [reason, setReason] = useState<string | undefined | null>(server.may.reasonNeeded ? null : undefined);
  const [attempt, setAttempt] = useState(0);
  const [scale, setScale] = useState<ConsoleScale>('fit');
  const { container, view } = useConsole({ serverId: server.id, kind, reason, attempt });
  const rescale = (next: ConsoleScale) => {
    setScale(next);
    view.viewer?.setScale(next);
    view.viewer?.focus();
  };
  // The whole document: menus and questions lie beside this element, not in it.
  const fullScreen = () => {
    if (document.fullscreenElement) void document.exitFullscreen();
    else void document.documentElement.requestFullscreen().then(() => view.viewer?.focus());
  };
  return (
    <div className="fixed inset-0 flex flex-col bg-n-1 max-sm:flex-col-reverse">
      <ConsoleBar
        server={server}
        kinds={kinds}
        kind={kind}
        onKind={setKind}
        view={view}
        scale={scale}
        onScale={rescale}
        onFullScreen={fullScreen}
      />
      <main className="relative min-h-0 flex-1 bg-black">
        <div
          ref={container}
          data-console-phase={view.phase}
          className={clsx(
            'absolute inset-0 transition-opacity duration-150',
            view.phase === 'closed' && 'opacity-35 grayscale',
          )}
        />
        {reason === null && <ReasonFirst server={server} onReason={setReason} />}
        {reason !== null && (view.phase === 'connecting' || view.phase === 'waiting') && <Opening />}
        {view.phase === 'closed' && view.end !== undefined && (
          <Closed
            end={view.end}
            serverId={server.id}
            onReconnect={() => setAttempt((current) => current + 1)}
          />
        )}
      </main>
    </div>
  );
}

function Opening() {
  return (
    <div className="pointer-events-none absolute inset-0 grid place-items-center text-white/80">
      <span className="flex animate-[breathe_1.4s_ease-in-out_infinite] items-center gap-2">
        <Monitor aria-hidden className="size-5" />
        Opening the console
      </span>
    </div>
  );
}

interface ClosedProps {
  readonly end: ConsoleEnd;
  readonly serverId: string;
  readonly onReconnect: () => void;
}

function Closed({ end, serverId, onReconnect }: ClosedProps) {
  return (
    <div className="absolute inset-0 grid place-items-center p-4">
      <div
        role="alert"
        className="grid max-w-md gap-4 rounded-lg border border-n-6 bg-surface p-5 shadow-overlay"
      >
        <p className="text-lg font-semibold text-balance">{end.sentence}</p>
        <p className="text-n-11">The server itself is not affected by this.</p>
        <div className="flex flex-wrap gap-2">
          {end.reconnect && (
            <Button tone="solid" icon={<RotateCcw aria-hidden />} onClick={onReconnect}>
              Reconnect
            </Button>
          )}
          <Button asChild tone={end.reconnect ? 'plain' : 'solid'}>
            <Link href={`/servers/${serverId}`}>Back to the server</Link>
          </Button>
        </div>
      </div>
    </div>
  );
}
