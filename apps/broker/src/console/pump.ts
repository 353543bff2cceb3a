/**
 * Bytes towards one viewer. A viewer that reads slowly makes the source slow; one that reads nothing for half a
 * minute is given up. Without it a stalled browser would fill this process with pictures.
 */
import type { WebSocket } from 'ws';
import type { Clock, Timer } from './clock.ts';

export interface Source {
  pause(): void;
  resume(): void;
}

export interface Pump {
  /** What to pause while the viewer does not keep up. */
  attach(source: Source): void;
  send(data: string | Buffer): void;
  /** The viewer has more than it takes: it is not expected to answer pings either. */
  isCongested(): boolean;
  readonly bytesSent: number;
  stop(): void;
}

/** Reading from the target stops here; one more read (64 KiB) may still be on its way. */
export const highWaterBytes = 1024 * 1024;
const lowWaterBytes = 256 * 1024;
export const stalledMs = 30_000;

export function createPump(options: {
  readonly socket: Pick<WebSocket, 'send' | 'bufferedAmount'>;
  readonly clock: Clock;
  readonly onStalled: () => void;
}): Pump {
  const { socket, clock, onStalled } = options;
  let source: Source | undefined;
  let stall: Timer | undefined;
  let bytesSent = 0;
  let stopped = false;

  function congest(): void {
    if (stall || stopped) return;
    source?.pause();
    stall = clock.after(stalledMs, onStalled);
  }

  function ease(): void {
    if (!stall || stopped || socket.bufferedAmount > lowWaterBytes) return;
    stall.cancel();
    stall = undefined;
    source?.resume();
  }

  return {
    attach(next) {
      source = next;
    },
    send(data) {
      if (stopped) return;
      bytesSent += Buffer.byteLength(data);
      socket.send(data, ease);
      if (socket.bufferedAmount > highWaterBytes) congest();
    },
    isCongested: () => stall !== undefined,
    get bytesSent() {
      return bytesSent;
    },
    stop() {
      stopped = true;
      stall?.cancel();
    },
  };
}
