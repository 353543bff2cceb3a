/**
 * One attempt to clear a server for other hands: everything is looked at, whatever became of the item before. Can run
 * twice; what is not done is tried again until it is, or until staff go on without.
 */
import type { Bmc } from '@postern/bmc';
import {
  type ActionToRun,
  appendAuditEvent,
  countLeftBefore,
  type HandOverAtWork,
  readOpenHandOver,
  recordHandOverAttempt,
} from '@postern/database';
import { type HandOverLine, isHandedOver, nextHandOverSeconds } from '@postern/domain';
import type { BrokerParts } from '../broker-parts.ts';
import { BrokerFault, describeFailure } from '../failure.ts';
import { clearBoot, ejectMedia, endSessions, judgeAccounts, judgeUsers } from '../hand-over/clear-bmc.ts';
import { type Finding, look } from '../hand-over/look.ts';
import { insist } from '../insist.ts';
import type { BmcHold } from '../provisioning/bmc-lanes.ts';
import { tidyUsers } from '../provisioning/reconcile.ts';
import { readUsers } from '../provisioning/users.ts';
import { keepAction } from './keep-action.ts';
import type { ActionOutcome } from './outcome.ts';
import { checkServer } from './run-power.ts';

/** @throws BrokerFault when another broker goes on with it. */
export async function runHandOver(
  parts: BrokerParts,
  action: ActionToRun,
  handOverId: string,
): Promise<ActionOutcome> {
  const wish = await readOpenHandOver(parts.db.client, handOverId);
  // Staff went on without, or the server changed hands once more.
  if (wish === undefined) return { state: 'succeeded', result: {} };
  const found = [...(await lookAtTenant(parts, action, wish)), ...(await lookAtBmc(parts, action))];
  const lines = found.map((line) => withEarlier(line, wish.items));
  await insist(parts, () => record(parts, action, wish, lines));
  if (isHandedOver(lines)) return { state: 'succeeded', result: { items: lines } };
  const left = lines.filter(({ outcome }) => outcome === 'failed').map(({ detail }) => detail);
  const fault = new BrokerFault('not-handed-over', `The server is not handed over. ${left.join(' ')}`);
  return { state: 'failed', failure: describeFailure(fault), result: { items: lines } };
}

/** What an earlier attempt has done is found done by this one: the certificate goes on saying who did it. */
function withEarlier(line: HandOverLine, earlier: readonly HandOverLine[]): HandOverLine {
  const before = earlier.find(({ item }) => item === line.item);
  return line.outcome === 'checked' && before?.outcome === 'done' ? before : line;
}

/** Revocations and consoles that were told to end need a moment. */
const patienceMs = 20_000;
const pollMs = 250;

async function lookAtTenant(
  parts: BrokerParts,
  action: ActionToRun,
  wish: HandOverAtWork,
): Promise<readonly HandOverLine[]> {
  const { clock, stopping, db } = parts;
  const countLeft = () => countLeftBefore(db.client, { serverId: wish.serverId, before: wish.requestedAt });
  const giveUpAt = clock.now() + patienceMs;
  let left = await countLeft();
  while (left.grants + left.consoles > 0 && clock.now() < giveUpAt && !stopping.aborted) {
    await keepAction(parts, action);
    await clock.sleep(pollMs, stopping);
    left = await countLeft();
  }
  return [
    {
      item: 'access',
      ...over(left.grants, 'Access of before is still being removed.', 'Nobody of before has access.'),
    },
    {
      item: 'consoles',
      ...over(left.consoles, 'A console of before is still open.', 'No console of before is open.'),
    },
  ];
}

function over(left: number, remains: string, gone: string): Finding {
  return left === 0 ? { outcome: 'checked', detail: gone } : { outcome: 'failed', detail: remains };
}

const itemsOfBmc = ['media', 'boot', 'accounts', 'sessions', 'users'] as const;

async function lookAtBmc(parts: BrokerParts, action: ActionToRun): Promise<readonly HandOverLine[]> {
  return parts.lanes.hold(action.bmcId, async (hold) => {
    checkServer(action, hold.facts);
    let bmc: Bmc;
    try {
      bmc = await hold.bmc(() => keepAction(parts, action));
    } catch (error) {
      // Tried once and not for each item: a refused login counts.
      const { message } = describeFailure(error);
      return itemsOfBmc.map((item): HandOverLine => ({ item, outcome: 'failed', detail: message }));
    }
    return lookAtOpenBmc(parts, hold, bmc);
  });
}

async function lookAtOpenBmc(parts: BrokerParts, hold: BmcHold, bmc: Bmc): Promise<readonly HandOverLine[]> {
  const lines = [
    await look('media', () => ejectMedia(bmc)),
    await look('boot', () => clearBoot(parts, hold.facts, bmc)),
  ];
  const tidy = async () => tidyUsers(parts, hold, await readUsers(bmc.accounts));
  lines.push(
    await look('accounts', async () => judgeAccounts(await tidy())),
    await look('sessions', () => endSessions(bmc, hold.loginName())),
    // Read once more, after the sessions are ended: whoever was logged in may have changed something.
    await look('users', async () => judgeUsers(parts, hold, (await tidy()).seen)),
  );
  return lines;
}

async function record(
  { db, actor }: BrokerParts,
  action: ActionToRun,
  wish: HandOverAtWork,
  lines: readonly HandOverLine[],
): Promise<void> {
  const { handOverId, serverId, organisationId } = wish;
  const done = isHandedOver(lines);
  await db.transaction(async (tx) => {
    const retrySeconds = done ? null : nextHandOverSeconds(wish.attempts + 1);
    if (!(await recordHandOverAttempt(tx, { handOverId, items: lines, retrySeconds }))) return;
    // The same failure at each attempt is said once.
    if (!done && outcomesOf(lines) === outcomesOf(wish.items)) return;
    await appendAuditEvent(tx, {
      type: 'server.handed-over',
      actor,
      outcome: done ? 'ok' : 'failed',
      // The tenant who gets the server learns that it was done; what is still in the way is the hoster's.
      organisationId: done ? (organisationId ?? undefined) : undefined,
      serverId,
      details: { handOverId, actionId: action.actionId, ...certificateOf(lines) },
    });
  });
}

function outcomesOf(lines: readonly HandOverLine[]): string {
  return lines.map(({ item, outcome }) => `${item} ${outcome}`).join(', ');
}

/** Item by item, in words: what was checked, done, not possible, and why. */
function certificateOf(lines: readonly HandOverLine[]): Readonly<Record<string, string>> {
  return Object.fromEntries(lines.map(({ item, outcome, detail }) => [item, `${outcome}: ${detail}`]));
}
