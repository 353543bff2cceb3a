import type { Clock } from '../../src/clock.ts';
import type { Faults } from '../faults.ts';
import type { ServerModel } from '../server/server-model.ts';
import type { Habit } from '../vendors/habits.ts';
import { completionCodes } from './completion-codes.ts';
import type { Effects } from './effects.ts';
import type { SessionTable, VirtualSession } from './session-table.ts';
import type { SolPort } from './sol-port.ts';

/** Everything a command may look at and change. */
export interface BmcState {
  readonly server: ServerModel;
  readonly habit: Habit;
  readonly faults: Faults;
  readonly clock: Clock;
  readonly effects: Effects;
  readonly sessions: SessionTable;
  readonly sol: SolPort;
  /** 16 bytes. */
  readonly guid: Buffer;
  /** K_g, where one is set. */
  readonly bmcKey: Uint8Array | undefined;
  /** The UDP port it listens on. */
  readonly port: number;
  /** Parameters of LAN and SOL configuration that were written, by `kind:number`. */
  readonly configuration: Map<string, Buffer>;
  /** Drops all sessions and hears nothing for a while. */
  reboot(downMs: number): void;
}

export interface CommandContext extends BmcState {
  /** `undefined` for the few commands that are allowed before a login. */
  readonly session: VirtualSession | undefined;
}

export interface CommandReply {
  readonly completionCode: number;
  readonly data?: Buffer;
  /** Done once the answer is on its way. */
  readonly afterwards?: () => void;
}

/** One IPMI command as this BMC carries it out. `privilege` is the session privilege that it takes. */
export interface VirtualCommand {
  readonly netFn: number;
  readonly command: number;
  readonly privilege: number;
  /** Whether it is answered outside a session too. */
  readonly beforeLogin?: true;
  /** Fewer data bytes get C7h. */
  readonly minimumLength: number;
  run(context: CommandContext, data: Buffer): CommandReply;
}

export const netFns = { chassis: 0x00, sensor: 0x04, app: 0x06, storage: 0x0a, transport: 0x0c } as const;

export function done(data?: Buffer | readonly number[]): CommandReply {
  return { completionCode: completionCodes.ok, ...(data === undefined ? {} : { data: Buffer.from(data) }) };
}

export function refuse(completionCode: number): CommandReply {
  return { completionCode };
}
