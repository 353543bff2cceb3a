/** The serial payload of a session as a Duplex of bytes. Owns the repeat timer and nothing else. */
import { Duplex } from 'node:stream';
import type { SerialLine } from '../../capabilities.ts';
import type { Clock, Timer } from '../../clock.ts';
import { BmcError } from '../../errors.ts';
import { decodeSol, encodeSol, type SolPacket } from '../payloads/sol.ts';
import type { Session } from '../sessions/session.ts';
import { type SolEvent, type SolState, startSol, stepSol } from './sol-engine.ts';

export interface SolStreamOptions {
  readonly session: Session;
  readonly clock: Clock;
  readonly maxCharacters: number;
  readonly retryMs: number;
  /** Runs once when the stream is destroyed, however that came: the place to deactivate the payload. */
  readonly release: (reason: 'by-us' | 'by-bmc') => Promise<void>;
}

/** Characters kept for a reader that does not read: over twenty seconds of the fastest line. */
const readLimit = 256 * 1024;

/**
 * `end()` and `destroy()` both release the payload. A takeover or a lost session destroys the stream with a
 * `BmcError`; the end by the BMC's word ends it with `serial-busy`.
 */
export function createSolStream(options: SolStreamOptions): SerialLine {
  const { session, clock, retryMs } = options;
  let state: SolState = startSol(options.maxCharacters);
  let timer: Timer | undefined;
  let endedBy: 'by-us' | 'by-bmc' = 'by-us';
  let written: (() => void) | undefined;

  const stream = new Duplex({
    readableHighWaterMark: readLimit,
    allowHalfOpen: false,
    read() {},
    write(chunk: Buffer, _encoding, callback) {
      written = callback;
      apply({ type: 'write', characters: chunk });
    },
    final(callback) {
      callback();
      stream.destroy();
    },
    destroy(error, callback) {
      timer?.cancel();
      session.receiveSerial(undefined);
      options.release(endedBy).then(
        () => callback(error),
        (cause: unknown) => callback(error ?? (cause instanceof Error ? cause : null)),
      );
    },
  });

  function apply(event: SolEvent): void {
    const step = stepSol(state, event);
    state = step.state;
    for (const packet of step.send) session.sendSerial(encodeSol(packet));
    if (step.deliver.length > 0) stream.push(step.deliver);
    if (step.timer !== 'keep') timer?.cancel();
    if (step.end !== undefined) {
      endedBy = 'by-bmc';
      stream.destroy(takenAway());
      return;
    }
    if (step.timer === 'start') timer = clock.after(retryMs, () => apply({ type: 'timeout' }));
    settleWrite();
  }

  /** The next write may come once this one is on its way: that is the backpressure towards the writer. */
  function settleWrite(): void {
    if (state.unsent.length > 0 || written === undefined) return;
    const callback = written;
    written = undefined;
    callback();
  }

  session.receiveSerial((payload) => {
    const packet = decodeQuietly(payload);
    if (packet === undefined || stream.destroyed) return;
    apply({ type: 'packet', packet, room: stream.readableLength < readLimit });
  });
  session.onEnd(() => {
    endedBy = 'by-bmc';
    if (!stream.destroyed) stream.destroy(sessionLost());
  });
  apply({ type: 'open' });
  return Object.assign(stream, {
    sendBreak() {
      if (!stream.destroyed) apply({ type: 'break' });
    },
  });
}

function decodeQuietly(payload: Buffer): SolPacket | undefined {
  try {
    return decodeSol(payload);
  } catch (error) {
    if (error instanceof BmcError) return undefined;
    throw error;
  }
}

function takenAway(): BmcError {
  return new BmcError('serial-busy', 'The BMC ended the serial console, as when somebody else takes it.', {
    outcome: 'not-applied',
    retry: 'later',
  });
}

function sessionLost(): BmcError {
  return new BmcError('session-lost', 'The session that carried the serial console has ended.', {
    outcome: 'not-applied',
    retry: 'now',
  });
}
