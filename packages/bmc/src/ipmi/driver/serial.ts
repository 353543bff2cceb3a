import { once } from 'node:events';
import type { SerialConsole, SerialLine } from '../../capabilities.ts';
import type { Clock } from '../../clock.ts';
import { BmcError } from '../../errors.ts';
import type { Timing } from '../../timing.ts';
import { ActivatePayloadCode, activateSolPayload } from '../commands/app/activate-payload.ts';
import { deactivateSolPayload } from '../commands/app/deactivate-payload.ts';
import { hasCompletionCode } from '../completion-code.ts';
import type { Session } from '../sessions/session.ts';
import { createSolStream } from '../sol/sol-stream.ts';
import { releaseSerial, serialHolder } from './live-sessions.ts';
import { watchSerialOwner } from './serial-owner.ts';

export interface SerialConsoleOptions {
  readonly session: Session;
  readonly clock: Clock;
  readonly timing: Timing;
}

const solHeadLength = 4;
const fewestCharacters = 8;
const mostCharacters = 200;

/** `end` gives back a console that is still open; it does nothing otherwise. */
export type OwnedSerialConsole = SerialConsole & { end(): Promise<void> };

/** Serial over LAN in the session's own socket; the port that the BMC names is never followed. */
export function createSerialConsole({ session, clock, timing }: SerialConsoleOptions): OwnedSerialConsole {
  let current: SerialLine | undefined;
  return {
    async open() {
      if (current !== undefined && !current.closed) throw openAlready();
      const { inboundSize } = await activate(session);
      const stream = createSolStream({
        session,
        clock,
        maxCharacters: clamp(inboundSize - solHeadLength),
        retryMs: timing.serialRetryMs,
        release: (reason) => (reason === 'by-us' ? deactivateQuietly(session) : Promise.resolve()),
      });
      current = stream;
      watchSerialOwner({ session, clock, intervalMs: timing.serialWatchMs, stream });
      return stream;
    },
    async end() {
      if (current === undefined || current.closed) return;
      const closed = once(current, 'close');
      current.destroy();
      await closed;
    },
    holder: () => serialHolder(session),
    release: () => releaseSerial(session),
  };
}

async function activate(session: Session) {
  try {
    return await session.execute(activateSolPayload, undefined);
  } catch (error) {
    // The BMC may have done it: do not leave a console open that nobody holds.
    if (error instanceof BmcError && error.outcome === 'unknown') await deactivateQuietly(session);
    if (hasCompletionCode(error, ActivatePayloadCode.alreadyActive, ActivatePayloadCode.limitReached)) {
      throw busy(error);
    }
    throw error;
  }
}

/** The session may be gone, and with it the payload. */
async function deactivateQuietly(session: Session): Promise<void> {
  try {
    await session.execute(deactivateSolPayload, undefined);
  } catch (error) {
    if (!(error instanceof BmcError)) throw error;
  }
}

/** The sizes in the reply are wrong on many BMCs. */
function clamp(characters: number): number {
  return Math.min(mostCharacters, Math.max(fewestCharacters, characters));
}

function busy(cause: BmcError): BmcError {
  return new BmcError('serial-busy', 'Somebody else holds the serial console.', {
    outcome: 'not-applied',
    retry: 'later',
    cause,
    ...(cause.completionCode === undefined ? {} : { completionCode: cause.completionCode }),
  });
}

function openAlready(): BmcError {
  return new BmcError('serial-busy', 'This connection already holds the serial console.', {
    outcome: 'not-applied',
    retry: 'later',
  });
}
