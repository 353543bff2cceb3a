import { z } from 'zod';
import type { GrantScope } from '../grants/scope.ts';

export const powerOperations = ['on', 'soft-restart', 'reset', 'cycle', 'soft-off', 'off'] as const;
/** What a person asks for. `soft-restart` asks the operating system, waits for it to go down, and starts it again. */
export type PowerOperation = (typeof powerOperations)[number];

/** Operations that interrupt a running server at once, without asking its operating system. */
export const interruptingPowerOperations = [
  'reset',
  'cycle',
  'off',
] as const satisfies readonly PowerOperation[];

export const bootDevices = ['none', 'disk', 'pxe', 'cd', 'bios-setup'] as const;
export type BootDevice = (typeof bootDevices)[number];

/** The parameters of an action as they stand in the database; `kind` decides their shape. */
export const actionParameters = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('power'), operation: z.enum(powerOperations) }),
  z.object({
    kind: z.literal('boot'),
    device: z.enum(bootDevices),
    persistent: z.boolean(),
    firmware: z.enum(['legacy', 'uefi']),
  }),
  z.object({ kind: z.literal('bmc-test') }),
  /** Looks at an address that need not be stored yet. */
  z.object({
    kind: z.literal('bmc-detect'),
    host: z.string(),
    port: z.int().min(1).max(65_535),
    redfishPort: z.int().min(1).max(65_535),
  }),
  /** Writes on a free user slot and takes it back. */
  z.object({ kind: z.literal('bmc-probe') }),
  z.object({ kind: z.literal('bmc-posture') }),
  /** Exactly this user: another name in the slot is somebody else. `slot` is null where users are named. */
  z.object({
    kind: z.literal('remove-account'),
    userId: z.uuid(),
    slot: z.int().min(2).nullable(),
    name: z.string().min(1),
  }),
  z.object({ kind: z.literal('hand-over'), handOverId: z.uuid() }),
  /** `finish`: no new login is made, only what an earlier rotation began is brought to its end. */
  z.object({ kind: z.literal('rotate-credential'), purpose: z.enum(['replace', 'finish']) }),
  /** Restarts the BMC itself; the server goes on. */
  z.object({ kind: z.literal('bmc-reset') }),
]);
export type ActionParameters = z.infer<typeof actionParameters>;
export type ActionKind = ActionParameters['kind'];
export const actionKinds: readonly ActionKind[] = actionParameters.options.map(
  ({ shape }) => shape.kind.value,
);

/** What a tenant's grant has to allow; `null`: staff only, or no grant is needed. The database holds the same beside each kind. */
export const scopeOfAction: Readonly<Record<ActionKind, GrantScope | null>> = {
  power: 'power',
  boot: 'power',
  'bmc-test': null,
  'bmc-detect': null,
  'bmc-probe': null,
  'bmc-posture': null,
  'remove-account': null,
  'hand-over': null,
  'rotate-credential': null,
  'bmc-reset': 'power',
};

/** The hoster's upkeep of a BMC: no tenant's action, and none of his concern but for what it proves to him. */
export const upkeepActionKinds = [
  'remove-account',
  'hand-over',
  'rotate-credential',
] as const satisfies readonly ActionKind[];

export function isUpkeep(kind: ActionKind): boolean {
  return (upkeepActionKinds as readonly ActionKind[]).includes(kind);
}

/** What a tenant may ask for on his own server without access, as it changes nothing. The database holds the same. */
export const actionsWithoutAccess: readonly ActionKind[] = ['bmc-test'];

/** `unknown`: the command was sent and its reply was lost; the reading that follows tells what became of it. */
export const actionStates = ['requested', 'running', 'succeeded', 'failed', 'unknown'] as const;
export type ActionState = (typeof actionStates)[number];

export const nextActionStates = {
  requested: ['running', 'failed'],
  running: ['succeeded', 'failed', 'unknown'],
  succeeded: [],
  failed: [],
  unknown: [],
} as const satisfies Record<ActionState, readonly ActionState[]>;

/** One tick of a BMC test, in the order in which they are tried. */
export const bmcTestSteps = ['reachable', 'login', 'user-table', 'power'] as const;
export type BmcTestStep = (typeof bmcTestSteps)[number];
export interface BmcTestResult {
  readonly steps: readonly {
    readonly step: BmcTestStep;
    readonly outcome: 'passed' | 'failed' | 'skipped';
    /** What was seen, or what to do next: a sentence for a person. */
    readonly detail: string;
  }[];
}

/** What happens after a BMC was told to restart, in its order. */
export const bmcResetSteps = ['restart', 'return', 'accounts'] as const;
export type BmcResetStep = (typeof bmcResetSteps)[number];
export interface BmcResetResult {
  readonly steps: readonly {
    readonly step: BmcResetStep;
    readonly outcome: 'passed' | 'failed' | 'skipped';
    readonly detail: string;
  }[];
}
