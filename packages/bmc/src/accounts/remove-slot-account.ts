/** Takes one account out of its slot and gathers the proof. */
import type { AccountTable, SessionsEnded, SlotAccounts } from '../capabilities.ts';
import { BmcError } from '../errors.ts';
import {
  type Attempt,
  type FailedRemovalStep,
  isClearing,
  type Removal,
  type RemovalOf,
  refusedSteps,
  remains,
  stepRecorder,
  tryOldLogin,
} from './removal.ts';
import {
  disabledSlotName,
  judgeRemoval,
  needsClearing,
  type SlotPlace,
  slotsToClear,
} from './slot-account.ts';

export type SlotRemoval = RemovalOf<SlotAccounts, SlotPlace>;

/** See `removeAccount`. */
export async function removeSlotAccount(
  request: SlotRemoval,
): Promise<
  Extract<Removal, { proven: false }> | (Extract<Removal, { proven: true }> & { table: AccountTable })
> {
  const { accounts, account, sessionIds = [] } = request;
  const failures: FailedRemovalStep[] = [];
  const attempt = stepRecorder(failures);
  await disableAtOnce(request, attempt);
  if (failures.some(isSilentRead)) return { proven: false, failures };
  const before = await attempt('read-back', () => accounts.readTable());
  if (before === undefined) return { proven: false, failures };

  let sessions: SessionsEnded = { ended: 0, remaining: 0, told: true };
  const slots: number[] = [];
  for (const slot of slotsToClear(before, account)) {
    if (await clearSlot(request, slot, attempt)) slots.push(slot);
  }
  // Also where the name is gone already: an earlier attempt may have been cut off before its sessions were.
  for (const slot of new Set([...slots, ...ownSlotIfUnnamed(before, account)])) {
    const ended = await attempt('end-sessions', () => accounts.endSessions(slot, sessionIds));
    sessions = {
      ended: sessions.ended + (ended?.ended ?? 0),
      remaining: sessions.remaining + (ended?.remaining ?? 0),
      told: sessions.told && ended?.told === true,
    };
  }
  // Some firmware lets nobody change a user who is logged in: now that the sessions are ended, once more.
  if (failures.some(isClearing)) for (const slot of slots) await clearSlot(request, slot, attempt);
  return prove(request, failures, attempt, sessions);
}

/**
 * Two questions to a BMC that may take seconds for each, before the forty that the whole table takes: nobody logs in
 * from here on. Where the name is not in its slot, or this fails, the table tells what is to be cleared all the same.
 */
async function disableAtOnce({ accounts, account }: SlotRemoval, attempt: Attempt): Promise<void> {
  const name = await attempt('read-back', () => accounts.readName(account.slot));
  if (name === account.username) await attempt('disable', () => accounts.disable(account.slot));
}

/** A question is asked several times over: a BMC that answers none of them is away. */
function isSilentRead({ step, error }: FailedRemovalStep): boolean {
  return step === 'read-back' && error.code === 'unreachable';
}

/** Each write on its own. The name is compared first: a slot that is somebody else's, or cannot be told, is left alone (false). */
async function clearSlot(request: SlotRemoval, slot: number, attempt: Attempt): Promise<boolean> {
  const { accounts, account } = request;
  const found = await attempt('read-back', () => accounts.readSlot(slot));
  if (found === undefined || !needsClearing(found, account)) return false;
  if (found.state !== 'disabled') await attempt('disable', () => accounts.disable(slot));
  await attempt('remove-privilege', () => accounts.setSerialAccess(slot, false));
  await attempt('remove-privilege', () => accounts.setPrivilege(slot, 'none'));
  await attempt('scramble-password', () => accounts.setPassword(slot, request.scramblePassword()));
  await attempt('blank-name', () => blankName(accounts, slot));
  return true;
}

/** Firmware that refuses an empty name gets one that says what happened; the slot stays out of use. */
async function blankName(accounts: SlotAccounts, slot: number): Promise<void> {
  try {
    await accounts.setName(slot, '');
  } catch (error) {
    if (!(error instanceof BmcError) || (error.code !== 'rejected' && error.completionCode === undefined))
      throw error;
    await accounts.setName(slot, disabledSlotName(slot));
  }
}

function ownSlotIfUnnamed(table: AccountTable, account: SlotPlace): readonly number[] {
  const own = table.slots.find((entry) => entry.slot === account.slot);
  return own !== undefined && (own.name === '' || own.name === disabledSlotName(own.slot)) ? [own.slot] : [];
}

async function prove(
  { accounts, account, tryOldLogin: check }: SlotRemoval,
  failures: FailedRemovalStep[],
  attempt: Attempt,
  sessions: SessionsEnded,
) {
  const table = await attempt('read-back', () => accounts.readTable());
  if (table === undefined) return { proven: false, failures } as const;
  const verdict = judgeRemoval(table, account);
  if (!verdict.gone) {
    failures.push(remains('read-back', `The account is still on the BMC: ${verdict.problem}.`));
    return { proven: false, failures } as const;
  }
  const login = await tryOldLogin(check, failures, attempt);
  if (login === undefined) return { proven: false, failures } as const;
  const evidence = {
    readBack: verdict.readBack,
    login,
    sessionsEnded: sessions.ended,
    sessionsRemaining: sessions.remaining,
    sessionsTold: sessions.told,
    refusedSteps: refusedSteps(failures),
  };
  return { proven: true, table, evidence } as const;
}
