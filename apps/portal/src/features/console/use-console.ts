'use client';
import type { ConsoleOpened } from '@postern/domain';
import { useReadClock } from '@postern/ui';
import { useEffect, useRef, useState } from 'react';
import type { ConsoleViewer } from '../../console/console-viewer.ts';
import type { ConsoleEnd } from '../../console/describe-close.ts';
import { preloadEngines } from '../../console/engines.ts';
import { type OpenConsole, openConsole } from '../../console/open-console.ts';
import { problemOf } from '../data/problem.ts';
import { useTRPCClient } from '../data/trpc.ts';

export type ConsoleKind = 'screen' | 'serial';

/** `waiting`: the broker has opened it, and no picture came yet. */
export type ConsolePhase = 'connecting' | 'waiting' | 'live' | 'closed';

export interface ConsoleView {
  readonly phase: ConsolePhase;
  readonly opened: ConsoleOpened | undefined;
  readonly viewer: ConsoleViewer | undefined;
  /** When the broker cuts it; `undefined`: it does not. */
  readonly deadline: Date | undefined;
  /** When the access ends; earlier than `deadline` where an open console may finish. */
  readonly accessEndsAt: Date | undefined;
  readonly end: ConsoleEnd | undefined;
}

const atFirst: ConsoleView = {
  phase: 'connecting',
  opened: undefined,
  viewer: undefined,
  deadline: undefined,
  accessEndsAt: undefined,
  end: undefined,
};

type TimeLeft = Pick<ConsoleOpened, 'secondsLeft' | 'graceSeconds'>;

/** Opens a console in `container` and owns it: another attempt, another kind or leaving the page ends it. */
export function useConsole(request: {
  readonly serverId: string;
  readonly kind: ConsoleKind;
  /** Why, for staff; `undefined` for tenants. `null`: not said yet, nothing is opened. */
  readonly reason: string | undefined | null;
  readonly attempt: number;
}) {
  const { serverId, kind, reason, attempt } = request;
  const client = useTRPCClient();
  const readClock = useReadClock();
  const clock = useRef(readClock);
  clock.current = readClock;
  const container = useRef<HTMLDivElement>(null);
  const [view, setView] = useState<ConsoleView>(atFirst);

  // biome-ignore lint/correctness/useExhaustiveDependencies: another attempt is all that a reconnect changes
  useEffect(() => {
    const room = container.current;
    if (reason === null || room === null) return;
    let console: OpenConsole | undefined;
    let left = false;
    const update = (change: Partial<ConsoleView>) => {
      if (!left) setView((current) => ({ ...current, ...change }));
    };
    const timesOf = ({ secondsLeft, graceSeconds = 0 }: TimeLeft) => {
      const at = (seconds: number) => new Date(clock.current() + seconds * 1000);
      if (secondsLeft === undefined) return { deadline: undefined, accessEndsAt: undefined };
      return { deadline: at(secondsLeft), accessEndsAt: at(secondsLeft - graceSeconds) };
    };
    setView(atFirst);
    preloadEngines(kind);
    client.console.issueTicket
      .mutate({ serverId, kind, ...(reason === undefined ? {} : { reason }) })
      .then(({ url, ticket }) => {
        if (left) return;
        console = openConsole({
          url,
          ticket,
          container: room,
          onOpened: (opened, viewer) => {
            update({ phase: 'waiting', opened, viewer, ...timesOf(opened) });
            viewer.focus();
          },
          onFirstFrame: () => update({ phase: 'live' }),
          onNotice: (notice) => update(timesOf(notice)),
          onClosed: (end) => update({ phase: 'closed', end }),
        });
      })
      .catch((error: unknown) => {
        const { message, advice, reference, reason: name } = problemOf(error);
        const sentence = [message, advice, reference && `Reference ${reference}.`].filter(Boolean).join(' ');
        update({ phase: 'closed', end: { sentence, reconnect: name !== 'not-found' } });
      });
    return () => {
      left = true;
      console?.dispose();
    };
  }, [client, serverId, kind, reason, attempt]);

  return { container, view };
}
