import { bmcAway } from './bmc-away/bmc-away.ts';
import { clock } from './clock/clock.ts';
import { consoles } from './consoles/consoles.ts';
import { crash } from './crash/crash.ts';
import { extend } from './extend/extend.ts';
import { liars } from './liars/liars.ts';
import { massExpiry } from './mass-expiry/mass-expiry.ts';
import { network } from './network/network.ts';
import { postgres } from './postgres/postgres.ts';
import { restore } from './restore/restore.ts';
import type { Scenario } from './scenario.ts';
import { soak } from './soak/soak.ts';
import { twoBrokers } from './two-brokers/two-brokers.ts';

/** In the order in which they are run. */
export const scenarios: readonly Scenario[] = [
  crash,
  liars,
  massExpiry,
  extend,
  bmcAway,
  network,
  twoBrokers,
  consoles,
  postgres,
  restore,
  clock,
  soak,
];
