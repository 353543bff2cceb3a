/**
 * A real broker process that kills itself at the moment it is told. Reads its settings from the environment and orders
 * from its parent; says `ready`, and nothing else.
 */
import { randomInt } from 'node:crypto';
import { createDatabase } from '@postern/database';
import { systemClock } from '../../../apps/broker/src/clock.ts';
import { readBoot } from '../../../apps/broker/src/journal/boot.ts';
import { openJournal } from '../../../apps/broker/src/journal/journal.ts';
import { createLogger } from '../../../apps/broker/src/logging.ts';
import { createBmcDriver } from '../../../apps/broker/src/provisioning/drivers.ts';
import { createVault } from '../../../apps/broker/src/provisioning/vault.ts';
import { startBroker } from '../../../apps/broker/src/start-broker.ts';
import { withMoments } from '../parts/moments.ts';
import type { BrokerOrder, ProcessSettings } from './broker-order.ts';
import { createPointCounter, describePoint, isAbout } from './points.ts';
import { shiftDate } from './shift-date.ts';

const settings: ProcessSettings = JSON.parse(process.env.CHAOS_BROKER ?? '{}');
const { databaseUrl, sitePrivateKey, portalPublicKey, timing, name, journalFolder } = settings;
if (settings.clockOffsetMs !== 0) shiftDate(settings.clockOffsetMs);
let order: BrokerOrder | undefined;
let count = createPointCounter();
process.on('message', (message: BrokerOrder) => {
  order = message;
  count = createPointCounter();
});

const db = createDatabase({ url: databaseUrl, role: 'postern_broker', maxConnections: 6 });
await startBroker(
  withMoments(
    {
      db,
      driver: createBmcDriver(timing),
      vault: createVault({ sitePrivateKey, portalPublicKey }),
      clock: systemClock,
      randomInt: (max: number) => randomInt(max),
      log: createLogger('silent'),
      journal: await openJournal({
        folder: journalFolder,
        clock: { boot: readBoot(), now: systemClock.now },
      }),
      settings: {
        site: 'fra1',
        name,
        version: '0.0.0',
        consoleUrl: 'ws://localhost/console',
        opsHost: '127.0.0.1',
        opsPort: 0,
        relay: { hosts: ['127.0.0.1'], publicHost: '127.0.0.1', ports: { first: 20_000, last: 29_999 } },
        powerSweepSeconds: 3_600,
        reconcileSeconds: 3_600,
        hardwareSeconds: 86_400,
        databaseUrl,
        databaseRole: 'postern_broker',
      },
    },
    async (moment) => {
      if (order === undefined || !isAbout(moment, order.subject)) return;
      if (describePoint(count(moment)) !== describePoint(order.point)) return;
      process.kill(process.pid, order.signal);
      // A stopped process goes on from here; a killed one never comes back.
      if (order.signal === 'SIGKILL') await new Promise(() => undefined);
    },
  ),
);
process.send?.('ready');
