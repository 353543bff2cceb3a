/** One TCP connection to guacd, from `select` to the moment it is destroyed. Knows no viewer. */
import { once } from 'node:events';
import type { Socket } from 'node:net';
import type { Clock } from '../../clock.ts';
import { connectTcp } from '../../connect-tcp.ts';
import { beginHandshake, type GuacdTarget, stepHandshake } from './handshake.ts';
import { encodeInstruction, type Instruction, InstructionError } from './instruction.ts';
import { createInstructionDecoder } from './instruction-decoder.ts';

export interface GuacdAddress {
  readonly host: string;
  readonly port: number;
}

/** guacd itself did not do its part; the target was not reached yet, so another engine may be tried. */
export class GuacdError extends Error {
  override readonly name = 'GuacdError';
}

export interface GuacdEvents {
  instructions(received: readonly Instruction[]): void;
  /** The stream ended or broke its syntax; not called after `disconnect`. */
  closed(why: 'ended' | 'garbled'): void;
}

export interface GuacdConnection {
  /** Hands over what comes from now on, and what came since `ready`. */
  listen(events: GuacdEvents): void;
  /** Whole instructions. Returns false while guacd does not keep up; `onDrain` tells when it does again. */
  send(raw: string): boolean;
  onDrain(resume: () => void): void;
  pause(): void;
  resume(): void;
  /**
   * Says `disconnect`, then destroys the connection. Without the word guacd keeps the target's session for fifteen
   * seconds; with it guacd still leaves the TCP connection open, so closing that is ours. Resolves when it is gone.
   */
  disconnect(): Promise<void>;
}

const farewellMs = 500;

/** Connects and shakes hands; rejects with `GuacdError` when guacd is absent, silent, garbled or refuses. */
export async function openGuacdConnection(options: {
  readonly address: GuacdAddress;
  readonly target: GuacdTarget;
  readonly timeoutMs: number;
  readonly clock: Clock;
}): Promise<GuacdConnection> {
  const { address, target, timeoutMs, clock } = options;
  const socket = await connectTcp({ ...address, timeoutMs }).catch((cause: unknown) => {
    throw new GuacdError('guacd does not answer', { cause });
  });
  const connection = wrap(socket, clock);
  const limit = Promise.withResolvers<never>();
  const timer = clock.after(timeoutMs, () =>
    limit.reject(new GuacdError('guacd did not finish its handshake')),
  );
  try {
    await Promise.race([shakeHands(connection, target), limit.promise]);
    return connection;
  } catch (error) {
    void connection.disconnect();
    throw error;
  } finally {
    timer.cancel();
  }
}

function shakeHands(wire: Wire, target: GuacdTarget): Promise<void> {
  const done = Promise.withResolvers<void>();
  const begun = beginHandshake(target);
  let state = begun.state;
  wire.listen({
    instructions(received) {
      for (const [index, instruction] of received.entries()) {
        const step = stepHandshake(state, instruction, target);
        state = step.state;
        if (step.send) wire.send(step.send);
        if (state === 'failed')
          return done.reject(new GuacdError(`guacd refused (status ${step.status ?? 'none'})`));
        if (state === 'ready') {
          wire.hold(received.slice(index + 1));
          return done.resolve();
        }
      }
    },
    closed: (why) => done.reject(new GuacdError(`guacd's stream ${why} in the handshake`)),
  });
  if (begun.send) wire.send(begun.send);
  return done.promise;
}

interface Wire extends GuacdConnection {
  /** Nobody listens until the next `listen`, who gets `unread` and what comes meanwhile. */
  hold(unread: readonly Instruction[]): void;
}

function wrap(socket: Socket, clock: Clock): Wire {
  const decoder = createInstructionDecoder();
  let listener: GuacdEvents | undefined;
  let early: Instruction[] = [];
  let ended: 'ended' | 'garbled' | undefined;

  const finish = (why: 'ended' | 'garbled') => {
    if (ended) return;
    ended = why;
    socket.destroy();
    listener?.closed(why);
  };
  socket.on('data', (bytes) => {
    if (ended) return;
    try {
      const received = decoder.push(bytes);
      if (listener && received.length > 0) listener.instructions(received);
      else early.push(...received);
    } catch (error) {
      if (!(error instanceof InstructionError)) throw error;
      finish('garbled');
    }
  });
  socket.on('error', () => finish('ended'));
  socket.on('end', () => finish('ended'));
  socket.on('close', () => finish('ended'));

  return {
    hold(unread) {
      listener = undefined;
      early = [...unread];
      socket.pause();
    },
    listen(next) {
      listener = next;
      const kept = early;
      early = [];
      if (kept.length > 0) next.instructions(kept);
      if (ended) next.closed(ended);
      else socket.resume();
    },
    send: (raw) => ended !== undefined || socket.write(raw),
    onDrain: (resume) => void socket.once('drain', resume),
    pause: () => void socket.pause(),
    resume: () => void socket.resume(),
    async disconnect() {
      if (socket.destroyed) return;
      const gone = once(socket, 'close');
      ended = 'ended';
      // What still comes is read and thrown away: unread bytes would turn the farewell into a reset.
      socket.resume();
      if (!socket.writableEnded) socket.end(encodeInstruction('disconnect'));
      const timer = clock.after(farewellMs, () => socket.destroy());
      await gone;
      timer.cancel();
    },
  };
}
