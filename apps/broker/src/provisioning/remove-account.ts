/** Takes one account off a BMC and gathers the proof. Knows no database. */
import { type AccountTable, BmcError, type LoginCheck, type Secret, type SlotAccounts } from '@postern/bmc';
import type { RevocationProof, RevocationStep } from '@postern/domain';
import { BrokerFault, describeFailure, type Failure } from '../failure.ts';
import { type AccountPlace, disabledSlotName, judgeRemoval, needsClearing, slotsToClear } from './plan.ts';

/** Everything that the proof says, but for the instant: that is the database's to give. */
export type RemovalEvidence = Omit<RevocationProof, 'checkedAt'>;

export interface FailedStep extends Failure {
  readonly step: RevocationStep;
}

export type Removal =
  | { readonly proven: true; readonly evidence: RemovalEvidence; readonly table: AccountTable }
  | { readonly proven: false; readonly failures: readonly FailedStep[] };

export interface RemovalDeps {
  readonly accounts: SlotAccounts;
  readonly account: AccountPlace;
  /** A password that nobody keeps, new for each call. */
  readonly scramblePassword: () => Secret;
  /** One login with the old password; absent when there was none to keep (an orphan). */
  readonly tryOldLogin?: (() => Promise<LoginCheck>) | undefined;
}

/**
 * Disable, remove privilege, scramble, blank, end sessions; then read back and see the old login refused. Each step
 * is tried whatever became of the one before. An account that is absent counts as removed once that is proven.
 *
 * Rejects only with what stops everything: a lost lease, or work that was taken back.
 */
export async function removeAccount(deps: RemovalDeps): Promise<Removal> {
  const failures: FailedStep[] = [];
  const attempt = stepRecorder(failures);
  const before = await attempt('read-back', () => deps.accounts.readTable());
  if (before === undefined) return { proven: false, failures };

  let sessions = { ended: 0, remaining: 0 };
  const slots: number[] = [];
  for (const slot of slotsToClear(before, deps.account)) {
    if (await clearSlot(deps, slot, attempt)) slots.push(slot);
  }
  // Also where the name is gone already: an earlier attempt may have been cut off before its sessions were.
  for (const slot of new Set([...slots, ...ownSlotIfUnnamed(before, deps.account)])) {
    const ended = await attempt('end-sessions', () => deps.accounts.endSessions(slot));
    if (ended === undefined) continue;
    sessions = { ended: sessions.ended + ended.ended, remaining: sessions.remaining + ended.remaining };
  }
  // Some firmware lets nobody change a user who is logged in: now that the sessions are ended, once more.
  if (failures.some(isClearing)) for (const slot of slots) await clearSlot(deps, slot, attempt);
  return prove(deps, failures, attempt, sessions);
}

const clearingSteps: readonly RevocationStep[] = [
  'disable',
  'remove-privilege',
  'scramble-password',
  'blank-name',
];
const isClearing = ({ step }: FailedStep) => clearingSteps.includes(step);

type Attempt = <T>(step: RevocationStep, work: () => Promise<T>) => Promise<T | undefined>;

/** A BMC that was silent this often in a row is away: the rest of the attempt would only wait. */
const silencesUntilAway = 2;

function stepRecorder(failures: FailedStep[]): Attempt {
  let silences = 0;
  return async (step, work) => {
    if (silences >= silencesUntilAway) return undefined;
    try {
      const result = await work();
      silences = 0;
      return result;
    } catch (error) {
      if (!(error instanceof BmcError)) throw error;
      silences = error.code === 'unreachable' || error.code === 'session-lost' ? silences + 1 : 0;
      failures.push({ step, ...describeFailure(error) });
      return undefined;
    }
  };
}

/** Each write on its own. The name is compared first: a slot that is somebody else's, or cannot be told, is left alone (false). */
async function clearSlot(deps: RemovalDeps, slot: number, attempt: Attempt): Promise<boolean> {
  const { accounts, account } = deps;
  const found = await attempt('read-back', () => accounts.readSlot(slot));
  if (found === undefined || !needsClearing(found, account)) return false;
  await attempt('disable', () => accounts.disable(slot));
  await attempt('remove-privilege', () => accounts.setSerialAccess(slot, false));
  await attempt('remove-privilege', () => accounts.setPrivilege(slot, 'none'));
  await attempt('scramble-password', () => accounts.setPassword(slot, deps.scramblePassword()));
  await attempt('blank-name', () => blankName(accounts, slot));
  return true;
}

/** Firmware that refuses an empty name gets one that says what happened; the slot stays out of use. */
async function blankName(accounts: SlotAccounts, slot: number): Promise<void> {
  try {
    await accounts.setName(slot, '');
  } catch (error) {
    if (!(error instanceof BmcError) || error.completionCode === undefined) throw error;
    await accounts.setName(slot, disabledSlotName(slot));
  }
}

function ownSlotIfUnnamed(table: AccountTable, account: AccountPlace): readonly number[] {
  const own = table.slots.find((entry) => entry.slot === account.slot);
  return own !== undefined && (own.name === '' || own.name === disabledSlotName(own.slot)) ? [own.slot] : [];
}

async function prove(
  deps: RemovalDeps,
  failures: FailedStep[],
  attempt: Attempt,
  sessions: { readonly ended: number; readonly remaining: number },
): Promise<Removal> {
  const table = await attempt('read-back', () => deps.accounts.readTable());
  if (table === undefined) return { proven: false, failures };
  const verdict = judgeRemoval(table, deps.account);
  if (!verdict.gone)
    return stillThere(failures, 'read-back', `The account is still on the BMC: ${verdict.problem}.`);
  if (deps.tryOldLogin !== undefined) {
    const login = await attempt('refused-login', deps.tryOldLogin);
    if (login === undefined) return { proven: false, failures };
    if (login === 'accepted') {
      return stillThere(failures, 'refused-login', 'The BMC still accepts the login of the removed account.');
    }
  }
  const refusedSteps = [...new Set(failures.filter(isClearing).map(({ step }) => step))];
  return {
    proven: true,
    table,
    evidence: {
      readBack: verdict.readBack,
      login: deps.tryOldLogin === undefined ? 'never-issued' : 'refused',
      sessionsEnded: sessions.ended,
      sessionsRemaining: sessions.remaining,
      refusedSteps,
    },
  };
}

function stillThere(failures: readonly FailedStep[], step: RevocationStep, message: string): Removal {
  const fault = describeFailure(new BrokerFault('account-remains', message, 'unknown'));
  return { proven: false, failures: [...failures, { step, ...fault }] };
}
