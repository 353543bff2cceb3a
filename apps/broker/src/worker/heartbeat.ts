import { databaseNow, heartbeat as recordHeartbeat } from '@postern/database';
import { type ClockReading, clockOffsetLimitMs, readClockOffset } from '@postern/domain';
import type { BrokerParts } from '../broker-parts.ts';
import type { Chore } from './chore.ts';

/** New grants go to brokers that were heard of within 15 s: three beats. */
export const heartbeatEveryMs = 5_000;

/** A question that took longer says too little about the time between: what was measured before stays. */
const tolerableUncertaintyMs = 1_000;

/** Says that this broker lives, and measures its clock against the database's. */
export function heartbeat(parts: BrokerParts, guacdAvailable: () => Promise<boolean>): Chore {
  const { db, brokerId, metrics, log } = parts;
  let offsetMs = 0;
  let wasOff = false;
  return {
    name: 'heartbeat',
    everyMs: heartbeatEveryMs,
    async run() {
      const reading = await measureOffset(parts);
      if (reading.uncertaintyMs <= tolerableUncertaintyMs) offsetMs = reading.offsetMs;
      await recordHeartbeat(db.client, {
        brokerId,
        clockOffsetMs: offsetMs,
        guacdAvailable: await guacdAvailable(),
      });
      metrics.clockOffsetSeconds.set(offsetMs / 1_000);
      const isOff = Math.abs(offsetMs) > clockOffsetLimitMs;
      metrics.clockOff.set(isOff ? 1 : 0);
      if (isOff && !wasOff) {
        log.warn(
          { ms: Math.round(offsetMs) },
          "this host's clock is too far from the database's: set both by NTP",
        );
      }
      wasOff = isOff;
    },
  };
}

async function measureOffset({ db }: BrokerParts): Promise<ClockReading> {
  const askedMs = Date.now();
  const theirs = await databaseNow(db.client);
  return readClockOffset({ askedMs, answeredMs: Date.now(), theirsMs: theirs.getTime() });
}
