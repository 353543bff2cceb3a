import { parseArgs } from 'node:util';
import type { IpmiTarget } from '../capabilities.ts';

/** What the command line says, the password excepted: that never comes from here. */
export interface CommandLine {
  readonly target: Omit<IpmiTarget, 'password'>;
  readonly json: boolean;
  /** The words after the options, e.g. `['power', 'status']`. */
  readonly words: readonly string[];
}

/** A command line that cannot be understood; its text is for the user. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

const privileges = { USER: 'user', OPERATOR: 'operator', ADMINISTRATOR: 'administrator' } as const;

/**
 * Reads the options that an ipmitool user knows: -H, -p, -U, -L, -C, and --json. `-I lanplus` is accepted
 * and `-P` refused: a password in the process list is everybody's. Throws `UsageError`.
 */
export function parseCommandLine(args: readonly string[]): CommandLine {
  const { values, positionals } = parse(args);
  if (values.P !== undefined) {
    throw new UsageError('-P is refused: other users can read it. Set BMC_PASSWORD, or be asked.');
  }
  if (values.I !== undefined && values.I !== 'lanplus') throw new UsageError('Only -I lanplus is spoken.');
  if (values.H === undefined || values.U === undefined)
    throw new UsageError('-H host and -U user are needed.');
  if (positionals.length === 0) throw new UsageError('A command is needed.');
  const privilege = privilegeFor(values.L ?? 'ADMINISTRATOR');
  const target = { host: values.H, port: portFor(values.p ?? '623'), username: values.U, privilege };
  const suite = suiteFor(values.C);
  return {
    target: suite === undefined ? target : { ...target, cipherSuite: suite },
    json: values.json ?? false,
    words: positionals,
  };
}

const options = {
  H: { type: 'string', short: 'H' },
  p: { type: 'string', short: 'p' },
  U: { type: 'string', short: 'U' },
  P: { type: 'string', short: 'P' },
  L: { type: 'string', short: 'L' },
  C: { type: 'string', short: 'C' },
  I: { type: 'string', short: 'I' },
  json: { type: 'boolean' },
} as const;

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true });
  } catch {
    // Node's message repeats the argument, which may be a secret in the wrong place.
    throw new UsageError('The options are not understood.');
  }
}

function portFor(text: string): number {
  const port = Number(text);
  if (!Number.isInteger(port) || port < 1 || port > 65_535)
    throw new UsageError('-p needs a port, 1 to 65535.');
  return port;
}

function privilegeFor(text: string) {
  const upper = text.toUpperCase();
  if (upper === 'USER' || upper === 'OPERATOR' || upper === 'ADMINISTRATOR') return privileges[upper];
  throw new UsageError('-L needs USER, OPERATOR or ADMINISTRATOR.');
}

function suiteFor(text: string | undefined): 3 | 17 | undefined {
  if (text === undefined) return undefined;
  if (text === '3') return 3;
  if (text === '17') return 17;
  throw new UsageError('-C needs 3 or 17; other cipher suites are not spoken.');
}
