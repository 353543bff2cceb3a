import {
  claimHardwareReading,
  finishHardwareReading,
  type HardwareToRead,
  watchHardwareOfSite,
} from '@postern/database';
import type { BrokerParts } from '../broker-parts.ts';
import { loggableError } from '../logging.ts';
import { nextReading, type RoundEnd } from '../telemetry/hardware/next-reading.ts';
import { readHardware } from '../telemetry/read-hardware.ts';
import type { Chore } from './chore.ts';
import type { Queue } from './runner.ts';

/** Few at a time: what nobody waits for must not take a site's network, or the database, from what somebody waits for. */
const maxConcurrent = 8;
/** Longer than three parts at their limits. */
const claimSeconds = 240;
const watchEverySeconds = 30;

/** Inventory, sensors and event log of every server: seldom, and often while somebody looks. */
export function hardwareQueue(parts: BrokerParts, slowSeconds: number): Queue {
  const { db, siteId, brokerId } = parts;
  return {
    name: 'read-hardware',
    maxConcurrent,
    async claim() {
      const server = await claimHardwareReading(db.client, { siteId, brokerId, claimSeconds });
      return server === undefined
        ? []
        : [{ id: server.serverId, run: () => runReading(parts, server, slowSeconds) }];
    },
  };
}

async function runReading(parts: BrokerParts, server: HardwareToRead, slowSeconds: number): Promise<void> {
  const { serverId, lookedAgoSeconds, asked } = server;
  const end = await readHardware(parts, server).catch((error: unknown): RoundEnd => {
    parts.log.warn({ serverId, error: loggableError(error) }, 'a reading of hardware ended unexpectedly');
    return 'failed';
  });
  const random = parts.randomInt(1_000) / 1_000;
  await finishHardwareReading(parts.db.client, {
    serverId,
    brokerId: parts.brokerId,
    askAgain: asked && end === 'busy',
    ...nextReading({ end, asked, lookedAgoSeconds, slowSeconds, random }),
  });
}

/** Gives new servers their place in the queue, so that they are read without anybody having looked. */
export function watchHardware({ db, siteId }: BrokerParts, slowSeconds: number): Chore {
  return {
    name: 'watch-hardware',
    everyMs: watchEverySeconds * 1_000,
    run: () => watchHardwareOfSite(db.client, { siteId, withinSeconds: slowSeconds }),
  };
}
