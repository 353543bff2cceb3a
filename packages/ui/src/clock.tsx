'use client';
import {
  createContext,
  type ReactNode,
  useCallback,
  useContext,
  useEffect,
  useMemo,
  useState,
  useSyncExternalStore,
} from 'react';

interface Clock {
  /** Milliseconds since 1970 at which the page was rendered, by the server's clock. */
  readonly renderedAtMs: number;
  readonly timeZone: string;
  readonly offsetMs: number;
}

const ClockContext = createContext<Clock>({ renderedAtMs: 0, timeZone: 'UTC', offsetMs: 0 });

/** Differences below this are the page's own travel time, not a wrong clock. */
const tolerableMs = 3000;

export interface ClockProviderProps {
  readonly renderedAtMs: number;
  /** The zone that the server rendered in; the browser's own takes over once the page lives. */
  readonly timeZone: string;
  readonly onTimeZone?: (timeZone: string) => void;
  readonly children: ReactNode;
}

/**
 * Gives every time on the page one clock: that of the server, so that a countdown is right on a computer whose
 * clock is not, and so that the first paint in the browser equals what the server drew.
 */
export function ClockProvider({ renderedAtMs, timeZone, onTimeZone, children }: ClockProviderProps) {
  const [local, setLocal] = useState({ timeZone, offsetMs: 0 });
  useEffect(() => {
    const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
    const travelled = performance.now();
    const ahead = renderedAtMs - (Date.now() - Math.min(travelled, tolerableMs));
    setLocal({ timeZone: own, offsetMs: Math.abs(ahead) > tolerableMs ? ahead : 0 });
    onTimeZone?.(own);
  }, [renderedAtMs, onTimeZone]);
  const clock = useMemo(() => ({ renderedAtMs, ...local }), [renderedAtMs, local]);
  return <ClockContext value={clock}>{children}</ClockContext>;
}

export function useTimeZone(): string {
  return useContext(ClockContext).timeZone;
}

const watchers = new Set<() => void>();
let ticker: ReturnType<typeof setInterval> | undefined;

/** One timer for all clocks of the page. */
function onTick(watcher: () => void): () => void {
  watchers.add(watcher);
  ticker ??= setInterval(() => {
    for (const each of watchers) each();
  }, 1000);
  return () => {
    watchers.delete(watcher);
    if (watchers.size > 0) return;
    clearInterval(ticker);
    ticker = undefined;
  };
}

/** The present in milliseconds since 1970, at whole seconds; moves once a second. */
export function useNow(): number {
  const { renderedAtMs, offsetMs } = useContext(ClockContext);
  return useSyncExternalStore(
    onTick,
    () => Math.floor((Date.now() + offsetMs) / 1000) * 1000,
    () => renderedAtMs,
  );
}

/** Reads the page's clock once, e.g. to turn "60 seconds from now" into a deadline. */
export function useReadClock(): () => number {
  const { offsetMs } = useContext(ClockContext);
  return useCallback(() => Date.now() + offsetMs, [offsetMs]);
}
