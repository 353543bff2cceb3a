/** The shell of the command-line door: arguments, password, connection, exit code. */
import { BmcError } from '../errors.ts';
import { openIpmiBmc } from '../ipmi/driver/open-ipmi-bmc.ts';
import { createBmcTransport } from '../ipmi/transport/transport.ts';
import { Secret } from '../secret.ts';
import { askPassword } from './ask-password.ts';
import { type CommandLine, parseCommandLine, UsageError } from './parse-arguments.ts';
import { type CommandOutput, runCommand } from './run-command.ts';
import { usage } from './usage.ts';

/** Exit code: 0 done, 1 anything else, as ipmitool has it. Output goes to stdout, reasons to stderr. */
export async function runCommandLine(
  args: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): Promise<number> {
  if (args.includes('--help') || args.includes('-h')) return say(process.stdout, usage, 0);
  try {
    const line = parseCommandLine(args);
    const password = new Secret(environment.BMC_PASSWORD ?? (await askPassword()));
    const output = await runOnBmc(line, password);
    return say(process.stdout, line.json ? JSON.stringify(output.json, null, 2) : output.text, 0);
  } catch (error) {
    if (error instanceof UsageError) return say(process.stderr, `${error.message}\n\n${usage}`, 1);
    if (error instanceof BmcError) return say(process.stderr, `Error: ${error.message}`, 1);
    throw error;
  }
}

async function runOnBmc({ target, words }: CommandLine, password: Secret): Promise<CommandOutput> {
  const transport = createBmcTransport();
  try {
    const bmc = await openIpmiBmc({ ...target, password }, { transport });
    try {
      return await runCommand(bmc, words);
    } finally {
      await bmc.close();
    }
  } finally {
    await transport.close();
  }
}

function say(stream: NodeJS.WritableStream, text: string, exitCode: number): number {
  if (text !== '') stream.write(`${text}\n`);
  return exitCode;
}
