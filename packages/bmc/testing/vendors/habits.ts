import type { CipherSuiteId } from '../../src/capabilities.ts';
import { RmcpStatus } from '../../src/ipmi/payloads/rmcp-status.ts';
import type { CommandName } from '../virtual-bmc/command-table.ts';
import { completionCodes } from '../virtual-bmc/completion-codes.ts';

/**
 * How one kind of firmware behaves where the specification leaves room or is not kept. Data only: a test
 * that needs another BMC spreads one of these and changes what it is about.
 */
export interface Habit {
  readonly manufacturerId: number;
  readonly productId: number;
  /** Major and minor; the minor travels as BCD, so 0 to 99. */
  readonly firmware: readonly [major: number, minor: number];
  readonly cipherSuites: readonly CipherSuiteId[];
  /** RMCP+ status for an Open Session that asks for another suite: firmware differs here. */
  readonly suiteRefusal: number;
  /** Number of the LAN channel: not 1 everywhere. */
  readonly lanChannel: number;
  readonly slots: number;
  readonly sessionLimit: number;
  /** Silence after which a session is dropped. */
  readonly sessionIdleMs: number;
  /** How long a handshake that stopped half-way holds its session slot. */
  readonly handshakeMs: number;
  /** Whether a login that asks for more than the user's limit is refused. */
  readonly enforcesPrivilege: boolean;
  /** Whether live sessions of a user outlast his being disabled, renamed or lowered. */
  readonly sessionsSurvive: boolean;
  /** Completion code of Close Session by handle; 0 means that it works. */
  readonly closeByHandle: number;
  /** Whether Get User Access tells enabled from disabled. */
  readonly tellsEnabledState: boolean;
  /** Completion code of setting NO ACCESS; 0 means that it works. */
  readonly noAccess: number;
  /** Whether Get User Name of an empty slot answers 16 zeros or this completion code. */
  readonly emptyName: number;
  /** Whether an empty name removes the whole user, password and privilege too. */
  readonly blankNameDeletes: boolean;
  /** Completion code of an empty name; 0 means that it works. */
  readonly blankName: number;
  /** Whether a name can be blanked while a session of that user lives. */
  readonly blankNameWhileInUse: boolean;
  readonly acceptsName: (name: string) => boolean;
  /** Whether a name may stand in two slots. */
  readonly duplicateNames: boolean;
  readonly passwordMinimum: number;
  /** Bytes kept of a password; the rest is dropped without an error. */
  readonly passwordKept: number;
  /** Whether the test operation of Set User Password compares at all. */
  readonly passwordTestCompares: boolean;
  /** Whether a user without a password can be enabled. */
  readonly enableWithoutPassword: boolean;
  /** Data lengths that Set User Access takes; others get C7h. */
  readonly setUserAccessLengths: readonly number[];
  /** Whether a request that comes again under its number is answered CFh instead of carried out again. */
  readonly refusesRepeats: boolean;
  /** Commands that this firmware does not have (C1h). */
  readonly missingCommands: readonly CommandName[];
  /** Whether the valid, persistent and UEFI bits of the boot flags are kept. */
  readonly keepsBootFlags: boolean;
}

const posternDefault: Habit = {
  // The number for examples in documentation (RFC 5612).
  manufacturerId: 32_473,
  productId: 1,
  firmware: [1, 4],
  cipherSuites: [3, 17],
  suiteRefusal: RmcpStatus.noSuiteMatch,
  lanChannel: 1,
  slots: 16,
  sessionLimit: 15,
  sessionIdleMs: 60_000,
  handshakeMs: 3_000,
  enforcesPrivilege: true,
  sessionsSurvive: false,
  closeByHandle: completionCodes.ok,
  tellsEnabledState: true,
  noAccess: completionCodes.ok,
  emptyName: completionCodes.ok,
  blankNameDeletes: false,
  blankName: completionCodes.ok,
  blankNameWhileInUse: true,
  acceptsName: () => true,
  duplicateNames: true,
  passwordMinimum: 0,
  passwordKept: 20,
  passwordTestCompares: true,
  enableWithoutPassword: true,
  setUserAccessLengths: [3, 4],
  refusesRepeats: false,
  missingCommands: [],
  keepsBootFlags: true,
};

export const habits = {
  /** Keeps to the specification; ends the sessions of a user who loses his rights. */
  'postern-default': posternDefault,

  /** OpenIPMI's simulator 2.0.33, as measured. */
  ipmi_sim: {
    ...posternDefault,
    manufacturerId: 1,
    productId: 2,
    firmware: [9, 8],
    cipherSuites: [3],
    suiteRefusal: RmcpStatus.invalidAuthentication,
    slots: 63,
    sessionLimit: 63,
    handshakeMs: 30_000,
    enforcesPrivilege: false,
    sessionsSurvive: true,
    closeByHandle: completionCodes.invalidSessionId,
    tellsEnabledState: false,
    passwordKept: 16,
    passwordTestCompares: false,
    missingCommands: [
      'set-user-payload-access',
      'get-user-payload-access',
      'cold-reset',
      'get-self-test-results',
    ],
    keepsBootFlags: false,
  },

  /** phosphor-net-ipmid and phosphor-host-ipmid of 2026, as read in their sources. */
  openbmc: {
    ...posternDefault,
    manufacturerId: 42_817,
    productId: 16_975,
    firmware: [2, 18],
    cipherSuites: [17],
    slots: 15,
    sessionsSurvive: true,
    noAccess: completionCodes.invalidField,
    blankNameDeletes: true,
    acceptsName: (name) => /^[a-z_][a-z0-9_]*$/i.test(name) && name !== 'root',
    duplicateNames: false,
    passwordMinimum: 8,
    enableWithoutPassword: false,
  },

  /** Supermicro X10 to X12 by their manuals: ten slots, and a user in use cannot be removed. */
  supermicro: {
    ...posternDefault,
    manufacturerId: 10_876,
    productId: 2_137,
    firmware: [3, 88],
    slots: 10,
    sessionLimit: 8,
    sessionsSurvive: true,
    blankNameWhileInUse: false,
    passwordMinimum: 8,
  },

  /** Dell iDRAC 9, by its documents and by those who drive it: 16 slots, an empty name is refused over IPMI. */
  idrac9: {
    ...posternDefault,
    manufacturerId: 674,
    productId: 256,
    firmware: [7, 0],
    sessionLimit: 6,
    blankName: completionCodes.invalidField,
    enableWithoutPassword: false,
    sessionsSurvive: true,
  },

  /** HPE iLO 5: 12 slots; an account that was made over IPMI goes only over Redfish (assumed). */
  ilo5: {
    ...posternDefault,
    manufacturerId: 11,
    productId: 8_224,
    firmware: [2, 78],
    slots: 12,
    passwordMinimum: 8,
    blankName: completionCodes.invalidField,
    closeByHandle: completionCodes.invalidCommand,
    sessionsSurvive: true,
  },

  /** Lenovo XCC: 12 slots; long passwords with rules. */
  xcc: {
    ...posternDefault,
    manufacturerId: 19_046,
    productId: 1_217,
    firmware: [3, 10],
    slots: 12,
    passwordMinimum: 10,
    duplicateNames: false,
    sessionsSurvive: true,
  },
} as const satisfies Record<string, Habit>;

export type HabitName = keyof typeof habits;
