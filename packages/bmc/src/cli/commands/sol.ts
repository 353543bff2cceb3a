import type { Bmc, IpmiControl } from '../../capabilities.ts';
import { infoText } from '../lines.ts';
import type { CommandOutput } from '../output.ts';
import { UsageError } from '../parse-arguments.ts';
import { attachTerminal, type TerminalStreams } from '../serial-terminal.ts';
import { ipmiOnly } from './ipmi-only.ts';

export async function runSol(
  bmc: Bmc,
  [word = 'info', ...more]: readonly string[],
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
  if (word === 'payload') return serialAccess(control, more);
  if (word !== 'deactivate')
    throw new UsageError('sol needs info, activate, deactivate or payload status <slot>.');
  await serial.release();
  return { text: 'The serial console is free.', json: { released: true } };
}

/** ipmitool's channel number before the slot is allowed and ignored: every LAN channel is looked at. */
async function serialAccess(
  control: IpmiControl,
  [word, ...numbers]: readonly string[],
): Promise<CommandOutput> {
  const slot = Number(numbers.at(-1));
  if (word !== 'status' || !(slot >= 1 && slot <= 63))
    throw new UsageError('sol payload needs status and a user slot, 1 to 63.');
  const access = await control.serialAccess(slot);
  return { text: `User ${slot} on the serial console: ${access}`, json: { slot, access } };
}
