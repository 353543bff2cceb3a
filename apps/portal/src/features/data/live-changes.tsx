'use client';
import { useQueryClient } from '@tanstack/react-query';
import { useSubscription } from '@trpc/tanstack-react-query';
import {
  createContext,
  type ReactNode,
  type RefObject,
  useContext,
  useEffect,
  useRef,
  useState,
} from 'react';
import { createBatch } from './batch.ts';
import { type LiveNews, procedureNamesToldBy } from './procedures-told-by.ts';
import { useTRPC } from './trpc.ts';

/** Since when the page hears nothing; `null` while it is live. */
const LostSinceContext = createContext<Date | null>(null);

export function useLostSince(): Date | null {
  return useContext(LostSinceContext);
}

/** Shorter breaks are a reconnect that nobody has to know of. */
const toleratedBreakMs = 4000;
/** News that come together are answered with one round of questions. */
const gatherMs = 60;

/** Keeps what the page shows true: each change that is pushed makes exactly the affected answers be asked again. */
export function LiveChanges({ children }: { readonly children: ReactNode }) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [ask] = useState(() =>
    createBatch<LiveNews>(gatherMs, (news) => {
      const told = procedureNamesToldBy(news);
      void queryClient.invalidateQueries({
        predicate: ({ queryKey }) => told(queryKey),
      });
    }),
  );
  const heardAt = useRef<Date | null>(null);
  const { status } = useSubscription(
    trpc.live.changes.subscriptionOptions(undefined, {
      onData: (news: LiveNews) => {
        heardAt.current = new Date();
        if (news.kind === 'signed-out') leave();
        else if (news.kind !== 'pulse') ask(news);
      },
    }),
  );
  const lostSince = useLost({
    live: status === 'pending',
    heardAt,
    onLive: () => ask({ kind: 'resync' }),
  });
  return <LostSinceContext value={lostSince}>{children}</LostSinceContext>;
}

/** Since when nothing was heard, once the break is longer than a reconnect takes. */
function useLost(connection: {
  readonly live: boolean;
  readonly heardAt: RefObject<Date | null>;
  /** The connection stands, for the first time or again. */
  readonly onLive: () => void;
}): Date | null {
  const { live, heardAt } = connection;
  const [lostSince, setLostSince] = useState<Date | null>(null);
  const onLive = useRef(connection.onLive);
  onLive.current = connection.onLive;
  useEffect(() => {
    if (live) {
      // The first time, too: what changed while the page was on its way was told to nobody.
      onLive.current();
      setLostSince(null);
      return;
    }
    const since = heardAt.current ?? new Date();
    const timer = setTimeout(() => setLostSince(since), toleratedBreakMs);
    return () => clearTimeout(timer);
  }, [live, heardAt]);
  return lostSince;
}

function leave(): void {
  window.location.assign(`/sign-in?ended=1&next=${encodeURIComponent(window.location.pathname)}`);
}
