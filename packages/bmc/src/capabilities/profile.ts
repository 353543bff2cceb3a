import type { BmcIdentity } from './bmc.ts';
import type { CipherSuiteId, Protocol } from './target.ts';

/**
 * What one BMC really does, as the on-boarding probe saw it. Plain data for the caller to store (JSON) and to hand to
 * `openBmc` again: the drivers obey it. It holds for the firmware in `identity`; probe again after an update.
 */
export interface BmcProfile {
  readonly protocol: Protocol;
  readonly identity: BmcIdentity;
  /** Suites that really opened a session, best first; empty over Redfish. */
  readonly cipherSuites: readonly CipherSuiteId[];
  /** Requests that the BMC was seen to bear at one time in one session. */
  readonly outstandingRequests: 1 | 2;
  readonly accounts: AccountHabits;
}

/** `untested`: the probe had no slot to try it on, or an earlier step stopped it. */
export type Habit<T extends string> = T | 'untested';

export interface AccountHabits {
  /** Numbered slots that are written, or accounts that are created and removed under their names. */
  readonly model: 'slots' | 'named';
  /** Absent where the BMC does not tell. */
  readonly maxSlots: number | undefined;
  /** Does a disabled account's login stop? */
  readonly disable: Habit<'works' | 'no-effect' | 'refused'>;
  /** Does privilege NO ACCESS stop it? */
  readonly noAccess: Habit<'works' | 'no-effect' | 'refused'>;
  /** What an empty name does to a slot: `deletes` also its password and privilege. Removal itself, where accounts are named. */
  readonly blankName: Habit<'deletes' | 'empties' | 'no-effect' | 'refused'>;
  /** How a live session of somebody else can be ended. */
  readonly endSession: Habit<'by-handle' | 'by-id' | 'refused'>;
  /** Does a live session outlast disabling, NO ACCESS and removal of its account? */
  readonly sessionsSurvive: Habit<'survive' | 'end'>;
  /** Longest password, in bytes, that was set and then opened a session. */
  readonly passwordBytes: 16 | 20;
  /** Does the BMC know serial access for single users (Set User Payload Access)? */
  readonly serialAccess: Habit<'works' | 'refused'>;
}
