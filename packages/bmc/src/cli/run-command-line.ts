/** The shell of the command-line door: arguments, secrets, connection, exit code. */
import type { BmcTarget } from '../capabilities.ts';
import { BmcError } from '../errors.ts';
import { createBmcTransport } from '../ipmi/transport/transport.ts';
import { openBmc } from '../open-bmc.ts';
import { Secret } from '../secret.ts';
import { askPassword } from './ask-password.ts';
import { ownConnection, runCertificate } from './commands/onboarding.ts';
import type { CommandOutput } from './output.ts';
import { type CommandLine, parseCommandLine, UsageError } from './parse-arguments.ts';
import { findCommand } from './run-command.ts';
import { usage } from './usage.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** Exit code: 0 done, 1 anything else, as ipmitool has it. Output goes to stdout, reasons to stderr. */
export async function runCommandLine(args: readonly string[], environment: Environment): Promise<number> {
  if (args.includes('--help') || args.includes('-h')) return say(process.stdout, usage, 0);
  try {
    const line = parseCommandLine(args);
    const output = await runOnBmc(line, environment);
    return say(process.stdout, line.json ? JSON.stringify(output.json, null, 2) : output.text, 0);
  } catch (error) {
    if (error instanceof UsageError) return say(process.stderr, `${error.message}\n\n${usage}`, 1);
    if (error instanceof BmcError) return say(process.stderr, `Error: ${error.message}`, 1);
    throw error;
  }
}

async function runOnBmc({ target, words }: CommandLine, environment: Environment): Promise<CommandOutput> {
  const [name = '', ...rest] = words;
  if (name === 'certificate')
    return runCertificate(target.host, target.protocol === 'redfish' ? target.port : 443);
  const alone = Object.hasOwn(ownConnection, name) ? ownConnection[name] : undefined;
  const run = alone === undefined ? findCommand(words) : undefined;
  const secret = environment.BMC_PASSWORD ?? environment.IPMI_PASSWORD ?? (await askPassword());
  const whole = withSecrets(target, new Secret(secret), environment.BMC_KEY);
  if (alone !== undefined) return alone(whole, rest);
  return withBmc(whole, run ?? findCommand(words));
}

async function withBmc(target: BmcTarget, run: ReturnType<typeof findCommand>): Promise<CommandOutput> {
  const transport = createBmcTransport();
  try {
    const bmc = await openBmc(target, { transport });
    try {
      return await run(bmc, terminal);
    } finally {
      await bmc.close();
    }
  } finally {
    await transport.close();
  }
}

function withSecrets(target: CommandLine['target'], password: Secret, key: string | undefined): BmcTarget {
  if (target.protocol === 'redfish') return { ...target, password };
  return key === undefined ? { ...target, password } : { ...target, password, bmcKey: keyOf(key) };
}

function keyOf(digits: string): Secret {
  if (!/^(?:[0-9a-f]{2}){1,20}$/i.test(digits))
    throw new UsageError('BMC_KEY needs 1 to 20 bytes as hexadecimal digits.');
  return new Secret(Buffer.from(digits, 'hex'));
}

const terminal = {
  input: process.stdin,
  output: process.stdout,
  say: (text: string) => void process.stderr.write(`${text}\n`),
};

function say(stream: NodeJS.WritableStream, text: string, exitCode: number): number {
  if (text !== '') stream.write(`${text}\n`);
  return exitCode;
}
