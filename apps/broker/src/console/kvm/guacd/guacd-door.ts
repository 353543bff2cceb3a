import { createLane } from '../../../lane.ts';
import type { Clock } from '../../clock.ts';
import {
  type GuacdAddress,
  type GuacdConnection,
  GuacdError,
  openGuacdConnection,
} from './guacd-connection.ts';
import type { GuacdTarget } from './handshake.ts';

/** The one way to guacd in this process. */
export interface GuacdDoor {
  /** False for a while after guacd failed, so that not every viewer waits for it to fail again. */
  isOpen(): boolean;
  /**
   * Connects up to `ready`, one connection at a time: guacd forks from a process with threads, and of five
   * simultaneous connects one in ten hangs for ever (1.3.0 and 1.6.0). Rejects with `GuacdError`.
   */
  connect(target: GuacdTarget): Promise<GuacdConnection>;
}

const handshakeMs = 3000;
const restMs = 10_000;

export function createGuacdDoor(options: {
  readonly address: GuacdAddress;
  readonly clock: Clock;
}): GuacdDoor {
  const { address, clock } = options;
  const lane = createLane();
  let closedUntil = -1;

  async function connectNow(target: GuacdTarget): Promise<GuacdConnection> {
    if (clock.now() < closedUntil) throw new GuacdError('guacd failed a moment ago');
    try {
      return await openGuacdConnection({ address, target, timeoutMs: handshakeMs, clock });
    } catch (error) {
      closedUntil = clock.now() + restMs;
      throw error;
    }
  }

  return {
    isOpen: () => clock.now() >= closedUntil,
    connect: (target) => lane.enter(() => connectNow(target)),
  };
}
