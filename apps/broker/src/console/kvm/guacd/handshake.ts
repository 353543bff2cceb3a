/**
 * The client's half of a guacd handshake as a pure step function: `select` → `args` → `size … connect` → `ready`.
 *
 * States: `selecting` (our `select` left, waiting for `args`) → `connecting` (our `connect` left, waiting for
 * `ready`) → `ready`, or `failed` from any. The shell gives each state a time limit and does the I/O.
 *
 * We negotiate protocol 1.1.0 and no later: from 1.3.0 on guacd may answer `required` and ask *the viewer* for the
 * target's password.
 */
import { encodeInstruction, type Instruction } from './instruction.ts';

export interface GuacdTarget {
  readonly protocol: 'vnc';
  readonly width: number;
  readonly height: number;
  /** Values by guacd's own argument names. Whatever guacd asks beyond them gets a blank: its default. */
  readonly parameters: Readonly<Record<string, string>>;
}

export type HandshakeState = 'selecting' | 'connecting' | 'ready' | 'failed';

export interface HandshakeStep {
  readonly state: HandshakeState;
  readonly send?: string;
  /** guacd's status code, when it refused with one. */
  readonly status?: number | undefined;
}

export function beginHandshake(target: GuacdTarget): HandshakeStep {
  return { state: 'selecting', send: encodeInstruction('select', target.protocol) };
}

export function stepHandshake(
  state: HandshakeState,
  instruction: Instruction,
  target: GuacdTarget,
): HandshakeStep {
  const { opcode, args } = instruction;
  if (opcode === 'nop') return { state };
  if (opcode === 'error') return { state: 'failed', status: Number(args[1]) };
  if (state === 'selecting' && opcode === 'args') return { state: 'connecting', send: answer(args, target) };
  // The argument of `ready` opens this connection to anybody who can reach guacd: it stays here.
  if (state === 'connecting' && opcode === 'ready') return { state: 'ready' };
  return { state: 'failed' };
}

function answer(names: readonly string[], { width, height, parameters }: GuacdTarget): string {
  return [
    encodeInstruction('size', String(width), String(height), '96'),
    encodeInstruction('audio'),
    encodeInstruction('video'),
    encodeInstruction('image', 'image/png', 'image/jpeg', 'image/webp'),
    encodeInstruction('connect', ...names.map((name) => argument(name, parameters))),
  ].join('');
}

const spokenVersion = 'VERSION_1_1_0';

function argument(name: string, parameters: Readonly<Record<string, string>>): string {
  if (/^VERSION_\d+_\d+_\d+$/.test(name)) return spokenVersion;
  return Object.hasOwn(parameters, name) ? (parameters[name] ?? '') : '';
}
