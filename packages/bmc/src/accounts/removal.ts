/** What a removal is told and what it tells, and how its steps are tried one by one. */
import type { AccountAdmin, AccountTable, LoginCheck } from '../capabilities.ts';
import { BmcError } from '../errors.ts';
import type { Secret } from '../secret.ts';

/** In their order. Each is independent: a failed one never stops the next. */
export type RemovalStep =
  | 'disable'
  | 'remove-privilege'
  | 'scramble-password'
  /** Blanking the name of a slot, or deleting a named account. */
  | 'blank-name'
  | 'end-sessions'
  | 'read-back'
  | 'refused-login';

export interface FailedRemovalStep {
  readonly step: RemovalStep;
  readonly error: BmcError;
}

export interface RemovalEvidence {
  /** `disabled-unnamed`: the firmware refuses an empty name; the slot is dead and says so. */
  readonly readBack: 'absent' | 'disabled-unnamed';
  readonly login: 'refused' | 'never-issued';
  readonly sessionsEnded: number;
  /** Sessions that the BMC would not end. */
  readonly sessionsRemaining: number;
  /** False: the BMC does not tell who is logged in. A session of the account may last until it is idle for long enough. */
  readonly sessionsTold: boolean;
  /** Steps that the BMC refused although the account is gone. */
  readonly refusedSteps: readonly RemovalStep[];
}

export type Removal =
  | {
      readonly proven: true;
      readonly evidence: RemovalEvidence;
      /** The slots as they are afterwards; absent where accounts are named. */
      readonly table?: AccountTable;
    }
  | { readonly proven: false; readonly failures: readonly FailedRemovalStep[] };

export interface RemovalOf<Accounts extends AccountAdmin, Account> {
  readonly accounts: Accounts;
  readonly account: Account;
  /** A password that nobody keeps, new for each call. */
  readonly scramblePassword: () => Secret;
  /** One login with the old password; absent when there was none to keep (an orphan). */
  readonly tryOldLogin?: (() => Promise<LoginCheck>) | undefined;
  /** BMC ids of sessions that may be the account's, as a relay saw them. */
  readonly sessionIds?: readonly number[];
}

export type Attempt = <T>(step: RemovalStep, work: () => Promise<T>) => Promise<T | undefined>;

/** A BMC that was silent this often in a row is away: the rest of the attempt would only wait. */
const silencesUntilAway = 2;

/** Tries steps, noting what the BMC refused. Anything that is not a `BmcError` stops everything. */
export function stepRecorder(failures: FailedRemovalStep[]): Attempt {
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
      failures.push({ step, error });
      return undefined;
    }
  };
}

const clearingSteps: readonly RemovalStep[] = [
  'disable',
  'remove-privilege',
  'scramble-password',
  'blank-name',
];

export const isClearing = ({ step }: FailedRemovalStep): boolean => clearingSteps.includes(step);

export function refusedSteps(failures: readonly FailedRemovalStep[]): readonly RemovalStep[] {
  return [...new Set(failures.filter(isClearing).map(({ step }) => step))];
}

/** `gone` when the old login is refused or was never issued. */
export async function tryOldLogin(
  check: (() => Promise<LoginCheck>) | undefined,
  failures: FailedRemovalStep[],
  attempt: Attempt,
): Promise<'refused' | 'never-issued' | undefined> {
  if (check === undefined) return 'never-issued';
  const login = await attempt('refused-login', check);
  if (login === 'accepted')
    failures.push(remains('refused-login', 'The BMC still accepts the login of the removed account.'));
  return login === 'refused' ? 'refused' : undefined;
}

export function remains(step: RemovalStep, message: string): FailedRemovalStep {
  return { step, error: new BmcError('account-remains', message, { outcome: 'unknown', retry: 'later' }) };
}
