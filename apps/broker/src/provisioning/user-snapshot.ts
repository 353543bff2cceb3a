/** Compares the users of a BMC with those before an administrator had access: what appeared is told, never touched. */
import { disabledSlotName, isLiveSlot } from '@postern/bmc';
import { listUncomparedSnapshots, recordComparison } from '@postern/database';
import { type BmcUserFinding, type BmcUserRecord, compareBmcUsers, isAccountName } from '@postern/domain';
import type { BrokerParts } from '../broker-parts.ts';
import type { BmcHold } from './bmc-lanes.ts';
import type { BmcUsers } from './users.ts';

/** Every slot, nameless ones too: rights without a name are rights. */
export function recordsOf(users: BmcUsers): BmcUserRecord[] {
  if (users.model === 'named') {
    return users.accounts.map(({ name, privilege, state }) => ({
      slot: null,
      name,
      privilege,
      enabled: state === 'enabled',
    }));
  }
  return users.table.slots.map((entry) => ({
    slot: entry.slot,
    name: entry.name,
    privilege: entry.privilege,
    enabled: isLiveSlot(entry),
  }));
}

/**
 * Compares each snapshot of this BMC whose grant is gone with the users as they were just read. Called after a revocation
 * and at each look at the BMC, so that a broker which dies in between leaves nothing uncompared.
 */
export async function compareSnapshots(parts: BrokerParts, hold: BmcHold, users: BmcUsers): Promise<void> {
  const { bmcId } = hold.facts;
  const after = recordsOf(users);
  for (const { grantId, serverId, users: before } of await listUncomparedSnapshots(parts.db.client, {
    bmcId,
  })) {
    const findings = compareBmcUsers(before, after, isOurs);
    const recorded = await recordComparison(parts.db, {
      grantId,
      findings,
      eventOf: (finding) => ({
        type: 'account.appeared-during-grant',
        actor: parts.actor,
        outcome: 'ok',
        serverId,
        grantId,
        details: { bmcId, ...detailsOf(finding) },
      }),
    });
    if (recorded && findings.length > 0) {
      parts.log.warn(
        { grantId, serverId, count: findings.length },
        'users of a BMC appeared or gained rights while somebody was its administrator',
      );
    }
  }
}

function isOurs({ name, slot }: BmcUserRecord): boolean {
  return isAccountName(name) || (slot !== null && name === disabledSlotName(slot));
}

function detailsOf({ slot, name, what, privilege }: BmcUserFinding) {
  return { what, username: name, privilege, ...(slot === null ? {} : { slot }) };
}
