import type { HabitName } from '../vendors/habits.ts';

/** How one kind of firmware behaves over Redfish where the standard leaves room or is not kept. Data only. */
export interface RedfishHabit {
  /** `Vendor` of the service root, and the key below `Oem`. */
  readonly vendor: string;
  readonly oemKey: string;
  readonly redfishVersion: string;
  readonly ids: { readonly system: string; readonly manager: string; readonly chassis: string };
  /** Accounts by POST and DELETE, or numbered ones whose empty slots are written with PATCH. */
  readonly accountModel: 'collection' | 'slots';
  /** Whether an account's id is its name (OpenBMC) or its number. */
  readonly accountId: 'name' | 'number';
  /** Refuses one PATCH that changes `Enabled` and `UserName` together. */
  readonly separatesNameAndEnabled: boolean;
  /** A PATCH of an account without If-Match gets 428. */
  readonly needsIfMatch: boolean;
  /** ETags are weak, and taken back only without the mark and the quotes. */
  readonly quotesEtagsBadly: boolean;
  /** A POST without RoleId fails: the default role does not exist. */
  readonly needsRoleId: boolean;
  /** A new account may do nothing before it has changed its password. */
  readonly newPasswordMustChange: boolean;
  readonly passwordLength: { readonly minimum: number; readonly maximum: number };
  readonly resetTypes: readonly string[];
  readonly mediaUnder: 'manager' | 'system';
  /** Inserting takes `Image` alone; more properties are refused. */
  readonly insertTakesImageOnly: boolean;
  readonly sessionLimit: number;
  /** A user with live sessions is disabled only with `Oem.Supermicro.ForceLogout`, which ends them. */
  readonly disableNeedsForceLogout: boolean;
  /** Sessions of a user who is disabled or removed go on. */
  readonly sessionsSurvive: boolean;
  /** Has Thermal and Power (false: only the newer Sensors and subsystems). */
  readonly olderSensors: boolean;
}

const posternDefault: RedfishHabit = {
  vendor: 'Postern',
  oemKey: 'Postern',
  redfishVersion: '1.15.0',
  ids: { system: '1', manager: '1', chassis: '1' },
  accountModel: 'collection',
  accountId: 'number',
  separatesNameAndEnabled: false,
  needsIfMatch: false,
  quotesEtagsBadly: false,
  needsRoleId: false,
  newPasswordMustChange: false,
  passwordLength: { minimum: 8, maximum: 20 },
  resetTypes: ['On', 'ForceOff', 'GracefulShutdown', 'ForceRestart', 'PowerCycle'],
  mediaUnder: 'manager',
  insertTakesImageOnly: false,
  sessionLimit: 8,
  disableNeedsForceLogout: false,
  sessionsSurvive: false,
  olderSensors: true,
};

/** For each kind of firmware that also speaks IPMI here. Sources and doubts: docs/hardware. */
export const redfishHabits = {
  'postern-default': posternDefault,
  openbmc: {
    ...posternDefault,
    vendor: 'OpenBMC',
    oemKey: 'OpenBmc',
    ids: { system: 'system', manager: 'bmc', chassis: 'chassis' },
    accountId: 'name',
    needsRoleId: true,
    resetTypes: [
      'On',
      'ForceOff',
      'ForceOn',
      'ForceRestart',
      'GracefulRestart',
      'GracefulShutdown',
      'PowerCycle',
      'Nmi',
    ],
    sessionsSurvive: true,
    olderSensors: false,
  },
  supermicro: {
    ...posternDefault,
    vendor: 'Supermicro',
    oemKey: 'Supermicro',
    redfishVersion: '1.9.0',
    insertTakesImageOnly: true,
    sessionLimit: 16,
    disableNeedsForceLogout: true,
    sessionsSurvive: true,
    resetTypes: ['On', 'ForceOff', 'GracefulShutdown', 'GracefulRestart', 'ForceRestart', 'Nmi', 'ForceOn'],
  },
  ipmi_sim: posternDefault,
  idrac9: {
    ...posternDefault,
    vendor: 'Dell',
    oemKey: 'Dell',
    redfishVersion: '1.11.0',
    ids: { system: 'System.Embedded.1', manager: 'iDRAC.Embedded.1', chassis: 'System.Embedded.1' },
    accountModel: 'slots',
    separatesNameAndEnabled: true,
    mediaUnder: 'system',
    sessionLimit: 6,
    resetTypes: [
      'On',
      'ForceOff',
      'ForceRestart',
      'GracefulShutdown',
      'PushPowerButton',
      'Nmi',
      'PowerCycle',
    ],
  },
  ilo5: {
    ...posternDefault,
    vendor: 'HPE',
    oemKey: 'Hpe',
    redfishVersion: '1.13.0',
    resetTypes: ['On', 'ForceOff', 'GracefulShutdown', 'ForceRestart', 'Nmi', 'PushPowerButton'],
  },
  xcc: {
    ...posternDefault,
    vendor: 'Lenovo',
    oemKey: 'Lenovo',
    needsIfMatch: true,
    quotesEtagsBadly: true,
    newPasswordMustChange: true,
    passwordLength: { minimum: 10, maximum: 32 },
    resetTypes: ['On', 'ForceOff', 'GracefulShutdown', 'GracefulRestart', 'ForceRestart', 'Nmi'],
  },
} as const satisfies Record<HabitName, RedfishHabit>;
