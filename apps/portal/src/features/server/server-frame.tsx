'use client';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { ProblemNote } from '../data/problem-note.tsx';
import { useTRPC } from '../data/trpc.ts';
import { StaffReasonProvider } from '../staff/staff-reason.tsx';
import { ServerHead } from './server-head.tsx';
import { ServerNav } from './server-nav.tsx';

/** Readings age between changes; asking now and then keeps what stands on the page honest. */
const refreshMs = 15_000;

export interface ServerFrameProps {
  readonly serverId: string;
  readonly staff: boolean;
  readonly children: ReactNode;
}

/** What stands on every page of a server: its head and the way to the other pages. */
export function ServerFrame({ serverId, staff, children }: ServerFrameProps) {
  const trpc = useTRPC();
  const { data: server, error } = useQuery(
    trpc.servers.get.queryOptions({ serverId }, { refetchInterval: refreshMs }),
  );
  if (server === undefined) return error ? <ProblemNote error={error} /> : null;
  return (
    <StaffReasonProvider needed={server.may.reasonNeeded}>
      <ServerHead server={server} staff={staff} />
      <ServerNav serverId={serverId} />
      {children}
    </StaffReasonProvider>
  );
}
