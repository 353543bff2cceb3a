import { databaseNow, heartbeat as recordHeartbeat } from '@postern/database';
import type { BrokerParts } from '../broker-parts.ts';
import type { Chore } from './chore.ts';

/** New grants go to brokers that were heard of within 15 s: three beats. */
export const heartbeatEveryMs = 5_000;

/** Says that this broker lives, and measures its clock against the database's. */
export function heartbeat(parts: BrokerParts, guacdAvailable: () => Promise<boolean>): Chore {
  const { db, brokerId, metrics } = parts;
  return {
    name: 'heartbeat',
    everyMs: heartbeatEveryMs,
    async run() {
      const clockOffsetMs = await measureOffset(parts);
      await recordHeartbeat(db.client, { brokerId, clockOffsetMs, guacdAvailable: await guacdAvailable() });
      metrics.clockOffsetSeconds.set(clockOffsetMs / 1_000);
    },
  };
}

/** This host's clock minus Postgres', taken at the middle of the question. */
async function measureOffset({ db }: BrokerParts): Promise<number> {
  const asked = Date.now();
  const answered = await databaseNow(db.client);
  return (asked + Date.now()) / 2 - answered.getTime();
}
