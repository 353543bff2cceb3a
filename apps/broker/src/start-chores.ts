/** What a broker does again and again, and what wakes it in between. */
import type { BrokerParts } from './broker-parts.ts';
import { followAccounts } from './journal/follow-accounts.ts';
import { observeBmcs } from './observation/observe-bmcs.ts';
import { removeLostAccounts } from './observation/remove-lost-accounts.ts';
import type { AwayPolicy } from './outage/away-policy.ts';
import type { DatabaseWatch } from './outage/database-watch.ts';
import { recordWhatWasDone } from './outage/record-what-was-done.ts';
import { createAwayRevoker } from './outage/revoke-without-database.ts';
import type { BrokerSettings, ChangeFeed, Consoles } from './start-broker.ts';
import { powerSweep } from './telemetry/sweep-power.ts';
import { startChore } from './worker/chore.ts';
import { heartbeat } from './worker/heartbeat.ts';
import { queueHandOvers, queueRotations } from './worker/queue-upkeep.ts';
import { watchHardware } from './worker/read-hardware.ts';
import { reconcileAccounts } from './worker/reconcile-accounts.ts';
import { recoverActions } from './worker/recover-actions.ts';
import { signAuditHeads } from './worker/sign-audit-heads.ts';
import { watchGrants } from './worker/watch-grants.ts';

export function startChores(
  parts: BrokerParts,
  {
    settings,
    feed,
    watch,
    policy,
    consoles,
  }: {
    readonly settings: BrokerSettings;
    readonly feed: ChangeFeed;
    readonly watch: DatabaseWatch;
    readonly policy: AwayPolicy | undefined;
    readonly consoles: Consoles | undefined;
  },
): { stop(): Promise<void> } {
  const away = createAwayRevoker({ ...parts, watch, alone: parts.lanes.alone, policy });
  const follow = startChore(followAccounts(parts), parts);
  const observe = startChore(observeBmcs(parts), parts);
  const reconcile = startChore(reconcileAccounts(parts, settings.reconcileSeconds), parts);
  const lost = startChore(removeLostAccounts(parts), parts);
  const others = [
    heartbeat(parts, async () => (await consoles?.guacdAvailable()) ?? false),
    recoverActions(parts),
    powerSweep(parts, settings.powerSweepSeconds),
    watchGrants(parts),
    signAuditHeads(parts, settings.auditHeadsFile),
    watchHardware(parts, settings.hardwareSeconds),
    queueHandOvers(parts),
    queueRotations(parts),
    recordWhatWasDone(parts),
    away.chore,
  ].map((chore) => startChore(chore, parts));
  const all = [follow, observe, reconcile, lost, ...others];

  feed.subscribe({
    onChange({ subject }) {
      if (subject === 'grant') follow.wake();
    },
    onResync: () => follow.wake(),
  });
  parts.gate.subscribe((observing) => {
    // What the observation kept back comes at once when it is over, not at its next turn.
    for (const chore of observing ? [observe] : [reconcile, lost]) chore.wake();
  });

  return {
    async stop() {
      await Promise.all(all.map((chore) => chore.stop()));
      await away.stop();
    },
  };
}
