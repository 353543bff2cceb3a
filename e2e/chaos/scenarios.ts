import { crash } from './crash/crash.ts';
import { liars } from './liars/liars.ts';
import { massExpiry } from './mass-expiry/mass-expiry.ts';
import type { Scenario } from './scenario.ts';

/** In the order in which they are run. */
export const scenarios: readonly Scenario[] = [crash, liars, massExpiry];
