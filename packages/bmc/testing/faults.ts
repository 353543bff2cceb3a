import type { CommandName } from './virtual-bmc/command-table.ts';

/** What goes wrong with one command, each time it comes (or `times` times). */
export type CommandFault =
  /** Not carried out, no answer. */
  | { readonly kind: 'ignore'; readonly times?: number }
  /** Carried out, but the answer is lost. */
  | { readonly kind: 'lose-answer'; readonly times?: number }
  /** Answered with completion code 00, nothing done. */
  | { readonly kind: 'lie'; readonly times?: number }
  /** Carried out and answered, but late. */
  | { readonly kind: 'late'; readonly delayMs: number; readonly times?: number }
  /** Refused with a completion code. */
  | { readonly kind: 'refuse'; readonly completionCode: number; readonly times?: number }
  /** The BMC restarts instead of answering, before or after it has done what it was asked. */
  | { readonly kind: 'reboot'; readonly done: boolean; readonly downMs: number; readonly times?: number };

/** What goes wrong on the wire. Rates are 0 to 1; they hold for each datagram on its own. */
export interface WireFaults {
  /** Datagrams lost, each way. */
  loss: number;
  /** Datagrams that come twice, each way. */
  duplication: number;
  /** Datagrams that are overtaken by the next one, each way. */
  reordering: number;
  /** Answers with one bit turned over. */
  garbling: number;
  /** Added to each datagram, each way. */
  delayMs: number;
}

/** Everything that can be broken about a virtual BMC. All of it may be changed while it runs. */
export interface Faults {
  readonly wire: WireFaults;
  readonly commands: Map<CommandName, CommandFault>;
  /** Hears everything and answers nothing. */
  hang: boolean;
  /** No session is left for anybody else. */
  sessionsFull: boolean;
  /** Every slot shows a name, and none can be taken. */
  slotTableFull: boolean;
  /** Bytes kept of a new password, over the habit's own limit. */
  passwordKept: number | undefined;
  /** Live sessions outlast what happens to their user, over the habit's own way. */
  sessionsSurvive: boolean | undefined;
  /** Completion code for Close Session by handle, over the habit's own. */
  closeByHandle: number | undefined;
  /** The BMC compares with another password than the one it was given: nobody gets in. */
  wrongStoredPassword: boolean;
}

export function createFaults(): Faults {
  return {
    wire: { loss: 0, duplication: 0, reordering: 0, garbling: 0, delayMs: 0 },
    commands: new Map(),
    hang: false,
    sessionsFull: false,
    slotTableFull: false,
    passwordKept: undefined,
    sessionsSurvive: undefined,
    closeByHandle: undefined,
    wrongStoredPassword: false,
  };
}

/** The fault that meets this command now. A counted fault is used up by asking. */
export function takeCommandFault(faults: Faults, name: CommandName): CommandFault | undefined {
  const fault = faults.commands.get(name);
  if (fault?.times === undefined) return fault;
  if (fault.times > 1) faults.commands.set(name, { ...fault, times: fault.times - 1 });
  else faults.commands.delete(name);
  return fault.times > 0 ? fault : undefined;
}
