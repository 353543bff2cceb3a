/** Keeps the power state of every server fresh, whoever changed it. */
import { type BmcOfSite, listBmcsOfSite } from '@postern/database';
import type { BrokerParts } from '../broker-parts.ts';
import { describeFailure } from '../failure.ts';
import type { Chore } from '../worker/chore.ts';
import { forEachConcurrently } from './for-each-concurrently.ts';
import { readBoot, readPower } from './readings.ts';

const maxConcurrent = 64;
/** A stored login that was refused is not tried again by a sweep for this long: the tries belong to people. */
const restAfterRefusalMs = 10 * 60_000;

export function powerSweep(parts: BrokerParts, everySeconds: number): Chore {
  const { clock, metrics, db, siteId } = parts;
  /** By BMC: when its login was refused, and which login that was. */
  const refusals = new Map<string, { readonly atMs: number; readonly login: number | undefined }>();
  const lastState = new Map<string, string>();

  function mayAsk(bmc: BmcOfSite): boolean {
    const refusal = refusals.get(bmc.bmcId);
    if (refusal === undefined || refusal.login !== bmc.loginChangedAt?.getTime()) return true;
    return clock.now() - refusal.atMs > restAfterRefusalMs;
  }

  async function sweepOne(bmc: BmcOfSite): Promise<void> {
    if (!mayAsk(bmc)) return;
    // Not all in one instant: a site's BMCs share a slow network.
    await clock.sleep(parts.randomInt(Math.ceil(everySeconds * 250)), parts.stopping);
    if (parts.stopping.aborted) return;
    try {
      const look = await readPower(parts, bmc);
      if (look.kind === 'failed' && look.code === 'auth-failed') {
        refusals.set(bmc.bmcId, { atMs: clock.now(), login: bmc.loginChangedAt?.getTime() });
      }
      if (look.kind === 'seen') await noticeChange(bmc, look.state);
    } catch (error) {
      parts.log.warn(
        { bmcId: bmc.bmcId, code: describeFailure(error).code },
        'a BMC was left out of the sweep',
      );
    }
  }

  async function noticeChange(bmc: BmcOfSite, state: string): Promise<void> {
    const before = lastState.get(bmc.bmcId);
    lastState.set(bmc.bmcId, state);
    // A server that starts uses up its one-time boot device; the first reading has nothing to compare with.
    if (before !== state && (state === 'on' || before === undefined)) await readBoot(parts, bmc);
  }

  return {
    name: 'sweep-power',
    everyMs: everySeconds * 1_000,
    async run() {
      const startedAt = clock.now();
      await forEachConcurrently(await listBmcsOfSite(db.client, { siteId }), maxConcurrent, sweepOne);
      metrics.sweepFinished();
      metrics.sweepSeconds.observe((clock.now() - startedAt) / 1_000);
    },
  };
}
