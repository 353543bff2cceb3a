import type { BootDevice, IpmiBmc, PowerOperation } from '../capabilities.ts';
import { eventLine, fruText, infoText, sensorLine, userLine } from './lines.ts';
import { UsageError } from './parse-arguments.ts';

/** What a command prints, for people and for programs. */
export interface CommandOutput {
  readonly text: string;
  readonly json: unknown;
}

type CommandRunner = (bmc: IpmiBmc, words: readonly string[]) => Promise<CommandOutput>;

const commands: Readonly<Record<string, CommandRunner>> = {
  power: runPower,
  boot: runBoot,
  user: runUser,
  sensors: runSensors,
  sel: runSel,
  fru: runFru,
  sol: runSol,
  info: runInfo,
  raw: runRaw,
};

/** Runs one command on an open BMC. Throws `UsageError` for words that it does not know, before asking the BMC. */
export async function runCommand(bmc: IpmiBmc, words: readonly string[]): Promise<CommandOutput> {
  const [name = '', ...rest] = words;
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (command === undefined) throw new UsageError(`There is no command “${name}”.`);
  return command(bmc, rest);
}

const operations: Readonly<Record<string, { readonly operation: PowerOperation; readonly said: string }>> = {
  on: { operation: 'on', said: 'Up/On' },
  off: { operation: 'off', said: 'Down/Off' },
  cycle: { operation: 'cycle', said: 'Cycle' },
  reset: { operation: 'reset', said: 'Reset' },
  soft: { operation: 'soft-off', said: 'Soft' },
};

async function runPower(bmc: IpmiBmc, [word = 'status']: readonly string[]): Promise<CommandOutput> {
  if (word === 'status') {
    const power = await bmc.power.state();
    return { text: `Chassis Power is ${power}`, json: { power } };
  }
  const asked = Object.hasOwn(operations, word) ? operations[word] : undefined;
  if (asked === undefined) throw new UsageError('power needs status, on, off, cycle, reset or soft.');
  await bmc.power.apply(asked.operation);
  return { text: `Chassis Power Control: ${asked.said}`, json: { applied: asked.operation } };
}

const devices: Readonly<Record<string, BootDevice>> = {
  none: 'none',
  pxe: 'pxe',
  disk: 'disk',
  cdrom: 'cd',
  bios: 'bios-setup',
};

async function runBoot(
  bmc: IpmiBmc,
  [word = 'status', ...options]: readonly string[],
): Promise<CommandOutput> {
  if (word === 'status') {
    const pending = await bmc.boot.read();
    return { text: `Boot device: ${pending.device}`, json: pending };
  }
  const device = Object.hasOwn(devices, word) ? devices[word] : undefined;
  const known = options.every((option) => option === 'persistent' || option === 'uefi');
  if (device === undefined || !known) {
    throw new UsageError('boot needs status, none, pxe, disk, cdrom or bios, then persistent or uefi.');
  }
  const firmware = options.includes('uefi') ? 'uefi' : 'legacy';
  const held = await bmc.boot.write({ device, persistent: options.includes('persistent'), firmware });
  return { text: `Set Boot Device to ${held.device}`, json: held };
}

async function runUser(bmc: IpmiBmc, [word = 'list']: readonly string[]): Promise<CommandOutput> {
  if (word !== 'list') throw new UsageError('user needs list.');
  const { slots } = await bmc.accounts.readTable();
  const header = 'ID  Name             State     Messaging  Privilege';
  return { text: [header, ...slots.map(userLine)].join('\n'), json: slots };
}

async function runSensors(bmc: IpmiBmc): Promise<CommandOutput> {
  const readings = await bmc.sensors.readAll();
  return { text: readings.map(sensorLine).join('\n'), json: readings };
}

async function runSel(bmc: IpmiBmc, [word = 'list']: readonly string[]): Promise<CommandOutput> {
  if (word === 'list' || word === 'elist') {
    const events = await bmc.eventLog.read();
    const text = events.length === 0 ? 'SEL has no entries' : events.map(eventLine).join('\n');
    return { text, json: events };
  }
  if (word === 'info') {
    const info = await bmc.eventLog.info();
    return {
      text: `Entries: ${info.entries}\nFree space: ${info.freeBytes} bytes\nOverflow: ${info.overflow}`,
      json: info,
    };
  }
  if (word !== 'clear') throw new UsageError('sel needs list, info or clear.');
  await bmc.eventLog.clear();
  return { text: 'The event log is empty.', json: { cleared: true } };
}

async function runFru(bmc: IpmiBmc): Promise<CommandOutput> {
  const found = await bmc.inventory.read();
  return { text: found.map(fruText).join('\n\n'), json: found };
}

async function runSol(bmc: IpmiBmc, [word = 'info']: readonly string[]): Promise<CommandOutput> {
  if (word === 'info') {
    const settings = await bmc.control.serialSettings();
    return { text: infoText(settings), json: settings };
  }
  if (word !== 'deactivate') throw new UsageError('sol needs info or deactivate.');
  await bmc.serial.release();
  return { text: 'The serial console is free.', json: { released: true } };
}

async function runInfo(bmc: IpmiBmc): Promise<CommandOutput> {
  const info = { ...(await bmc.identity()), cipherSuite: bmc.cipherSuite };
  return { text: infoText(info), json: info };
}

async function runRaw(bmc: IpmiBmc, words: readonly string[]): Promise<CommandOutput> {
  const [netFn, code, ...data] = words.map(byteFor);
  if (netFn === undefined || code === undefined)
    throw new UsageError('raw needs a network function and a command.');
  const reply = await bmc.control.raw({ netFn, code, data: Uint8Array.from(data) });
  const digits = reply.toString('hex');
  return { text: digits.replaceAll(/../g, ' $&'), json: { data: digits } };
}

function byteFor(word: string): number {
  const value = /^(0x[0-9a-f]+|\d+)$/i.test(word) ? Number(word) : Number.NaN;
  if (!(value <= 0xff)) throw new UsageError('raw needs bytes, such as 0x06 or 6.');
  return value;
}
