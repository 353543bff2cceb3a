import type { Bmc } from '../../capabilities.ts';
import { infoText } from '../lines.ts';
import type { CommandOutput } from '../output.ts';
import { UsageError } from '../parse-arguments.ts';
import { attachTerminal, type TerminalStreams } from '../serial-terminal.ts';
import { ipmiOnly } from './ipmi-only.ts';

export async function runSol(
  bmc: Bmc,
  [word = 'info']: readonly string[],
  terminal: TerminalStreams,
): Promise<CommandOutput> {
  const { control, serial } = ipmiOnly(bmc, 'sol');
  if (word === 'info') {
    const settings = await control.serialSettings();
    return { text: infoText(settings), json: settings };
  }
  if (word === 'activate') {
    const line = await serial.open();
    terminal.say('[SOL Session operational.  Use ~? for help]');
    await attachTerminal(line, terminal);
    return { text: '', json: { ended: true } };
  }
  if (word !== 'deactivate') throw new UsageError('sol needs info, activate or deactivate.');
  await serial.release();
  return { text: 'The serial console is free.', json: { released: true } };
}
