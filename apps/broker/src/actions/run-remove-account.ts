/** Removes a user from a BMC because a person asked for exactly this one. Can run twice: who is gone counts as removed. */
import { removeAccount, Secret } from '@postern/bmc';
import { type ActionToRun, appendAuditEvent, hastenHandOver, readPolicyOfServer } from '@postern/database';
import {
  type ActionParameters,
  newAccountPassword,
  type RemovalRefusal,
  removalRefusal,
  type SeenBmcUser,
} from '@postern/domain';
import type { BrokerParts } from '../broker-parts.ts';
import { BrokerFault, describeFailure } from '../failure.ts';
import type { BmcHold } from '../provisioning/bmc-lanes.ts';
import { placeOf } from '../provisioning/place.ts';
import { tidyUsers } from '../provisioning/reconcile.ts';
import { readUsers } from '../provisioning/users.ts';
import { keepAction } from './keep-action.ts';
import type { ActionOutcome } from './outcome.ts';
import { checkServer } from './run-power.ts';

type Wish = Extract<ActionParameters, { kind: 'remove-account' }>;

export async function runRemoveAccount(
  parts: BrokerParts,
  action: ActionToRun,
  wish: Wish,
): Promise<ActionOutcome> {
  return removeIn(parts, action, wish).catch((error: unknown) => ({
    state: 'failed',
    failure: describeFailure(error),
  }));
}

function removeIn(parts: BrokerParts, action: ActionToRun, wish: Wish): Promise<ActionOutcome> {
  return parts.lanes.hold(action.bmcId, async (hold) => {
    checkServer(action, hold.facts);
    const bmc = await hold.bmc(() => keepAction(parts, action));
    const { seen } = await tidyUsers(parts, hold, await readUsers(bmc.accounts));
    const standing = checkWish(wish, seen);
    if (standing.length === 0) return { state: 'succeeded', result: { readBack: 'absent' } };
    const removal = await removeAccount({
      accounts: bmc.accounts,
      account: placeOf({ username: wish.name, slot: wish.slot }),
      scramblePassword: () => new Secret(newAccountPassword(parts.randomInt)),
    });
    await tidyUsers(parts, hold, await readUsers(bmc.accounts));
    if (!removal.proven) {
      const failure = describeFailure(removal.failures.at(-1)?.error);
      return { state: 'failed', failure, result: { refusedSteps: removal.failures.map(({ step }) => step) } };
    }
    await tell(parts, hold, action, wish, removal.evidence);
    return { state: 'succeeded', result: { ...removal.evidence } };
  });
}

/**
 * Whoever carries the name now, in every place: a name is removed wherever it stands. Nobody: it is gone already.
 * @throws BrokerFault when the slot is somebody else's by now, or one of them must stay.
 */
function checkWish(wish: Wish, seen: readonly SeenBmcUser[]): readonly SeenBmcUser[] {
  const inPlace = seen.find(({ slot }) => slot !== null && slot === wish.slot);
  if (inPlace !== undefined && inPlace.name !== wish.name) {
    throw new BrokerFault(
      'user-changed',
      `Slot ${wish.slot} of this BMC carries another name by now. Nothing was removed; look at the list again.`,
    );
  }
  const standing = seen.filter(({ name }) => name === wish.name);
  const refusal = standing.map(removalRefusal).find((reason) => reason !== null);
  if (refusal !== undefined) throw new BrokerFault('not-removable', refusals[refusal]);
  return standing;
}

const refusals: Record<RemovalRefusal, string> = {
  'is-the-login': 'This is the login that Postern itself uses. It is never removed.',
  'is-an-account': 'This account belongs to access that somebody has. End the access instead.',
  'slot-one': 'Slot 1 belongs to the firmware and is never touched.',
  'name-is-fixed': 'The firmware fixes this name, so nobody can remove it. Disable it on the BMC itself.',
  'no-name': 'This user has no name, so nothing would tell him from another. Remove it on the BMC itself.',
};

async function tell(
  { db, actor }: BrokerParts,
  { facts }: BmcHold,
  action: ActionToRun,
  wish: Wish,
  evidence: {
    readonly readBack: string;
    readonly sessionsEnded: number;
    readonly sessionsRemaining: number;
  },
): Promise<void> {
  const { readBack, sessionsEnded, sessionsRemaining } = evidence;
  await db.transaction(async (tx) => {
    // A stranger may have been all that a hand-over was waiting for.
    await hastenHandOver(tx, { serverId: facts.serverId });
    const told = (await readPolicyOfServer(tx, facts.serverId))?.policy.tellForeignAccounts === true;
    await appendAuditEvent(tx, {
      type: 'account.removed',
      actor,
      outcome: 'ok',
      // Whoever was told of the stranger is told of his end.
      organisationId: told ? (facts.organisationId ?? undefined) : undefined,
      serverId: facts.serverId,
      details: {
        actionId: action.actionId,
        ...(wish.slot === null ? {} : { slot: wish.slot }),
        username: wish.name,
        readBack,
        sessionsEnded,
        sessionsRemaining,
      },
    });
  });
}
