import type { Bmc } from '../capabilities.ts';
import { ownWords } from './command-words.ts';
import { runBmc, runChannel, runChassis, runInfo, runLan, runRaw } from './commands/bmc.ts';
import { runFru, runSel, runSensors } from './commands/hardware.ts';
import { runMedia } from './commands/media.ts';
import { runBoot, runPower } from './commands/power.ts';
import { runSol } from './commands/sol.ts';
import { runSession, runUser } from './commands/users.ts';
import type { CommandOutput } from './output.ts';
import { UsageError } from './parse-arguments.ts';
import type { TerminalStreams } from './serial-terminal.ts';

type CommandRunner = (
  bmc: Bmc,
  words: readonly string[],
  terminal: TerminalStreams,
) => Promise<CommandOutput>;

const commands: Readonly<Record<string, CommandRunner>> = {
  power: runPower,
  boot: runBoot,
  chassis: runChassis,
  bmc: runBmc,
  user: runUser,
  session: runSession,
  sensors: runSensors,
  sel: runSel,
  fru: runFru,
  lan: runLan,
  channel: runChannel,
  sol: runSol,
  media: runMedia,
  info: runInfo,
  raw: runRaw,
};

/** Throws `UsageError` for a command that does not exist, before any BMC is asked. */
export function findCommand(
  words: readonly string[],
): (bmc: Bmc, terminal: TerminalStreams) => Promise<CommandOutput> {
  const [name = '', ...rest] = ownWords(words);
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (command === undefined) throw new UsageError(`There is no command “${name}”.`);
  return (bmc, terminal) => command(bmc, rest, terminal);
}
