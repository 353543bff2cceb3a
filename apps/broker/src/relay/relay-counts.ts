import type { RelayCounts } from '@postern/database';
import type { RelayRefusal } from './admit.ts';

export type Direction = 'to-bmc' | 'to-client';

export const nothingCarried: RelayCounts = {
  datagramsToBmc: 0,
  bytesToBmc: 0,
  datagramsToClient: 0,
  bytesToClient: 0,
  refused: {},
};

export interface RelayCounter {
  carried(direction: Direction, bytes: number, nowMs: number): void;
  refused(reason: RelayRefusal): void;
  read(): RelayCounts;
  /** When something was carried last, by this process's clock. */
  readonly lastCarriedAt: number | undefined;
  /** Grows with everything that is counted. */
  readonly changes: number;
}

/** Goes on from what was counted `before`. */
export function createRelayCounter(before: RelayCounts = nothingCarried): RelayCounter {
  const datagrams = { 'to-bmc': before.datagramsToBmc, 'to-client': before.datagramsToClient };
  const bytesOf = { 'to-bmc': before.bytesToBmc, 'to-client': before.bytesToClient };
  const refusals = new Map(Object.entries(before.refused));
  let lastCarriedAt: number | undefined;
  let changes = 0;
  return {
    carried(direction, bytes, nowMs) {
      datagrams[direction] += 1;
      bytesOf[direction] += bytes;
      lastCarriedAt = nowMs;
      changes += 1;
    },
    refused(reason) {
      refusals.set(reason, (refusals.get(reason) ?? 0) + 1);
      changes += 1;
    },
    read: () => ({
      datagramsToBmc: datagrams['to-bmc'],
      bytesToBmc: bytesOf['to-bmc'],
      datagramsToClient: datagrams['to-client'],
      bytesToClient: bytesOf['to-client'],
      refused: Object.fromEntries(refusals),
    }),
    get lastCarriedAt() {
      return lastCarriedAt;
    },
    get changes() {
      return changes;
    },
  };
}
