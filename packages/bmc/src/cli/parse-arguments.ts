import { parseArgs } from 'node:util';
import type { CipherSuiteId, IpmiTarget, RedfishTarget } from '../capabilities.ts';

/** What the command line says, secrets excepted: those never come from here. */
export interface CommandLine {
  readonly target: Omit<IpmiTarget, 'password'> | Omit<RedfishTarget, 'password'>;
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
 * Reads the options that an ipmitool user knows: -H, -p, -U, -L, -C, -I, and --json. `-P`, `-k` and `-y` are refused:
 * a secret in the process list is everybody's. `-I redfish` needs `--pin`. Throws `UsageError`.
 */
export function parseCommandLine(args: readonly string[]): CommandLine {
  const { values, positionals } = parse(args);
  if (values.P !== undefined) {
    throw new UsageError('-P is refused: other users can read it. Set BMC_PASSWORD, or be asked.');
  }
  if (values.k !== undefined || values.y !== undefined)
    throw new UsageError(
      '-k and -y are refused: other users can read them. Set BMC_KEY (hexadecimal digits).',
    );
  const [command] = positionals;
  if (values.H === undefined || (values.U === undefined && command !== 'certificate'))
    throw new UsageError('-H host and -U user are needed.');
  if (command === undefined) throw new UsageError('A command is needed.');
  return {
    target: targetOf(values, values.H, values.U ?? '', positionals),
    json: values.json ?? false,
    words: positionals,
  };
}

const text = (short: string) => ({ type: 'string', short }) as const;

const options = {
  H: text('H'),
  p: text('p'),
  U: text('U'),
  P: text('P'),
  L: text('L'),
  C: text('C'),
  I: text('I'),
  k: text('k'),
  y: text('y'),
  pin: { type: 'string' },
  json: { type: 'boolean' },
} as const;

type Values = ReturnType<typeof parse>['values'];

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true });
  } catch {
    // Node's message repeats the argument, which may be a secret in the wrong place.
    throw new UsageError('The options are not understood.');
  }
}

function targetOf(
  values: Values,
  host: string,
  username: string,
  words: readonly string[],
): CommandLine['target'] {
  const spoken = values.I ?? 'lanplus';
  if (spoken === 'redfish') {
    const pin = words[0] === 'certificate' ? '' : values.pin;
    if (pin === undefined || (pin !== '' && !/^([0-9a-f]{2}:?){32}$/i.test(pin)))
      throw new UsageError(
        '-I redfish needs --pin with the SHA-256 of the BMC’s certificate: bmc certificate shows it.',
      );
    return {
      protocol: 'redfish',
      host,
      port: portFor(values.p ?? '443'),
      username,
      certificateSha256: pin,
    };
  }
  if (spoken !== 'lanplus') throw new UsageError('-I needs lanplus or redfish.');
  const suite = suiteFor(values.C);
  return {
    host,
    port: portFor(values.p ?? '623'),
    username,
    privilege: privilegeFor(values.L ?? 'ADMINISTRATOR'),
    ...(suite === undefined ? {} : { cipherSuite: suite }),
  };
}

function portFor(word: string): number {
  const port = Number(word);
  if (!Number.isInteger(port) || port < 1 || port > 65_535)
    throw new UsageError('-p needs a port, 1 to 65535.');
  return port;
}

function privilegeFor(word: string) {
  const upper = word.toUpperCase();
  if (upper === 'USER' || upper === 'OPERATOR' || upper === 'ADMINISTRATOR') return privileges[upper];
  throw new UsageError('-L needs USER, OPERATOR or ADMINISTRATOR.');
}

const suites: Readonly<Record<string, CipherSuiteId>> = { 3: 3, 8: 8, 12: 12, 17: 17 };

function suiteFor(word: string | undefined): CipherSuiteId | undefined {
  if (word === undefined) return undefined;
  const suite = Object.hasOwn(suites, word) ? suites[word] : undefined;
  if (suite === undefined)
    throw new UsageError('-C needs 3, 8, 12 or 17; other cipher suites are not spoken.');
  return suite;
}
