/**
 * The one owner of one live console. Whatever happens to any part of it ends in `close`, and `close` ends every part:
 * the viewer's socket, the engine and its target, the timers, the row, the audit.
 *
 * `opening`: ticket redeemed, engine on its way. `offered`: `opened` was sent, the viewer is getting ready.
 * `live`: bytes flow. `closed`: from any state, once.
 */
import type { ConsoleSubject } from '@postern/database';
import { type ConsoleCloseReason, type ConsoleOpened, consoleReady } from '@postern/domain';
import type { Logger } from '../logging.ts';
import type { ConsoleVerdict } from './authority.ts';
import type { Clock, Timer } from './clock.ts';
import { createDeadline } from './deadline.ts';
import type { ConsoleStream, EngineHost, ViewerMessage } from './engine.ts';
import type { ViewerSocket } from './viewer-socket.ts';

export interface ConsoleClosed {
  readonly reason: ConsoleCloseReason;
  readonly bytesToViewer: number;
  /** The clock's instant. */
  readonly at: number;
  /** Resolves when the target's connection is gone, too. */
  readonly released: Promise<void>;
}

export interface ConsoleSession {
  readonly id: string;
  readonly subject: ConsoleSubject;
  /** What its engine may do to it. */
  readonly host: EngineHost;
  isClosed(): boolean;
  /** Its engine is open and offered: it counts as open at the end of a grant. */
  isOpen(): boolean;
  /** Offers the open engine to the viewer; when the console is over already, resolves once the engine is closed. */
  offer(
    stream: ConsoleStream,
    facts: { readonly serverName: string; readonly readOnly: boolean },
  ): Promise<void>;
  /** What the database says now: ends the console or moves its deadline. Returns whether the deadline moved. */
  apply(verdict: ConsoleVerdict, askedAt: number): boolean;
  /** `detail` goes to the log. Idempotent: the first reason stays. */
  close(reason: ConsoleCloseReason, detail?: string): void;
}

export interface ConsoleSessionOptions {
  readonly id: string;
  readonly subject: ConsoleSubject;
  readonly viewer: ViewerSocket;
  readonly clock: Clock;
  readonly log: Logger;
  /** Everything has been let go; what is left is to write it down. */
  readonly onClosed: (closed: ConsoleClosed) => void;
}

const readyMs = 15_000;

export function createConsoleSession(options: ConsoleSessionOptions): ConsoleSession {
  const { id, subject, viewer, clock, log, onClosed } = options;
  let state: 'opening' | 'offered' | 'live' | 'closed' = 'opening';
  let stream: ConsoleStream | undefined;
  let graceSeconds: number | undefined;
  let readyTimer: Timer | undefined;
  const deadline = createDeadline({ clock, onDue: () => close('grant-expired') });

  /** For the viewer: until the cut, and how much of that is grace. */
  function timeLeft() {
    const secondsLeft = deadline.secondsLeft();
    if (secondsLeft === undefined) return {};
    return {
      secondsLeft,
      ...(graceSeconds === undefined ? {} : { graceSeconds: Math.min(graceSeconds, secondsLeft) }),
    };
  }

  function close(reason: ConsoleCloseReason, detail?: string): void {
    if (state === 'closed') return;
    state = 'closed';
    deadline.cancel();
    readyTimer?.cancel();
    const released = stream?.close() ?? Promise.resolve();
    viewer.close(reason);
    log.info(
      { closeReason: reason, bytes: viewer.bytesSent, ...(detail === undefined ? {} : { error: detail }) },
      'console closed',
    );
    onClosed({ reason, bytesToViewer: viewer.bytesSent, at: clock.now(), released });
  }

  function receive(message: ViewerMessage): void {
    if (state === 'live') {
      stream?.receive(message);
      return;
    }
    const ready = message.kind === 'text' && message.text === consoleReady;
    if (state !== 'offered' || !ready) {
      close('viewer-misbehaved', `a message too early, while ${state}`);
      return;
    }
    state = 'live';
    readyTimer?.cancel();
    stream?.start();
  }

  viewer.onMessage(receive);
  viewer.onEnd(close);

  return {
    id,
    subject,
    host: {
      send: (data) => viewer.send(data),
      end: close,
      holdViewer: () => viewer.hold(),
      releaseViewer: () => viewer.release(),
    },
    isClosed: () => state === 'closed',
    isOpen: () => state === 'offered' || state === 'live',
    async offer(opened, { serverName, readOnly }) {
      if (state !== 'opening') return opened.close();
      stream = opened;
      state = 'offered';
      viewer.attach(opened);
      const news: ConsoleOpened = {
        type: 'opened',
        engine: opened.engine,
        readOnly,
        serverName,
        ...timeLeft(),
      };
      viewer.send(JSON.stringify(news));
      readyTimer = clock.after(readyMs, () => close('viewer-stalled', 'the viewer never got ready'));
    },
    apply(verdict, askedAt) {
      if (state === 'closed') return false;
      if (!verdict.allowed) {
        close(verdict.reason, verdict.cause);
        return false;
      }
      graceSeconds = verdict.graceSeconds;
      const moved = deadline.move(verdict.secondsLeft, askedAt);
      if (moved && stream && state === 'live') {
        const notice = { type: 'notice', ...timeLeft() } as const;
        viewer.send(stream.wordNotice(notice));
      }
      return moved;
    },
    close,
  };
}
