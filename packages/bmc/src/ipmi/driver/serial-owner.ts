import type { Duplex } from 'node:stream';
import type { Clock, Timer } from '../../clock.ts';
import { BmcError } from '../../errors.ts';
import { getSolInstanceInfo } from '../commands/app/get-payload-instance-info.ts';
import type { Session } from '../sessions/session.ts';

export interface SerialOwnerWatch {
  readonly session: Session;
  readonly clock: Clock;
  readonly intervalMs: number;
  readonly stream: Duplex;
}

/**
 * Notices a takeover that the BMC does not announce, as several do not. The BMC's answer is trusted only if
 * it named our session while the payload was certainly ours. The question also keeps the session alive.
 */
export function watchSerialOwner({ session, clock, intervalMs, stream }: SerialOwnerWatch): void {
  let timer: Timer | undefined;
  let trusted = false;

  async function look(): Promise<void> {
    const owner = await ownerOf(session);
    if (stream.destroyed) return;
    const ours = owner === session.bmcSessionId || owner === session.consoleSessionId;
    if (trusted && owner !== undefined && !ours) {
      stream.destroy(takenOver());
      return;
    }
    trusted ||= ours;
    if (trusted) timer = clock.after(intervalMs, start);
  }

  function start(): void {
    // A lost session destroys the stream by its own way.
    look().catch(() => undefined);
  }

  stream.once('close', () => timer?.cancel());
  start();
}

async function ownerOf(session: Session): Promise<number | undefined> {
  try {
    const { ownerSessionId } = await session.execute(getSolInstanceInfo, undefined);
    return ownerSessionId;
  } catch (error) {
    if (error instanceof BmcError && error.completionCode !== undefined) return undefined;
    throw error;
  }
}

function takenOver(): BmcError {
  return new BmcError('serial-busy', 'Somebody else took the serial console.', {
    outcome: 'not-applied',
    retry: 'later',
  });
}
