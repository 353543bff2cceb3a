'use client';
import { ClockProvider, ToastProvider } from '@postern/ui';
import { QueryClientProvider } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { rememberTimeZone } from '../shell/preferences.ts';
import { createQueryClient } from './query-client.ts';
import { createBrowserClient, TRPCProvider } from './trpc.ts';

export interface PageProvidersProps {
  readonly renderedAtMs: number;
  readonly timeZone: string;
  readonly children: ReactNode;
}

/** What every page stands on: the server's clock, the cache, the way to the server, and a place for short notes. */
export function PageProviders({ renderedAtMs, timeZone, children }: PageProvidersProps) {
  const [queryClient] = useState(createQueryClient);
  const [trpcClient] = useState(createBrowserClient);
  return (
    <ClockProvider renderedAtMs={renderedAtMs} timeZone={timeZone} onTimeZone={rememberTimeZone}>
      <QueryClientProvider client={queryClient}>
        <TRPCProvider trpcClient={trpcClient} queryClient={queryClient}>
          <ToastProvider>{children}</ToastProvider>
        </TRPCProvider>
      </QueryClientProvider>
    </ClockProvider>
  );
}
