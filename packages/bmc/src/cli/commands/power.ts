import type { Bmc, BootDevice, PowerOperation } from '../../capabilities.ts';
import type { CommandOutput } from '../output.ts';
import { UsageError } from '../parse-arguments.ts';

const operations: Readonly<Record<string, { readonly operation: PowerOperation; readonly said: string }>> = {
  on: { operation: 'on', said: 'Up/On' },
  off: { operation: 'off', said: 'Down/Off' },
  cycle: { operation: 'cycle', said: 'Cycle' },
  reset: { operation: 'reset', said: 'Reset' },
  soft: { operation: 'soft-off', said: 'Soft' },
};

export async function runPower(bmc: Bmc, [word = 'status']: readonly string[]): Promise<CommandOutput> {
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

/** ipmitool writes `options=persistent,efiboot`; `persistent` and `uefi` as words do the same. */
const bootOptions: Readonly<Record<string, 'persistent' | 'uefi'>> = {
  persistent: 'persistent',
  uefi: 'uefi',
  efiboot: 'uefi',
};

export async function runBoot(
  bmc: Bmc,
  [word = 'status', ...words]: readonly string[],
): Promise<CommandOutput> {
  if (word === 'status') {
    const pending = await bmc.boot.read();
    return { text: `Boot device: ${pending.device}`, json: pending };
  }
  const device = Object.hasOwn(devices, word) ? devices[word] : undefined;
  const asked = words.flatMap((text) => text.replace(/^options=/, '').split(','));
  const options = asked.map((text) => (Object.hasOwn(bootOptions, text) ? bootOptions[text] : undefined));
  if (device === undefined || options.includes(undefined)) {
    throw new UsageError('boot needs status, none, pxe, disk, cdrom or bios, then persistent or uefi.');
  }
  const firmware = options.includes('uefi') ? 'uefi' : 'legacy';
  const held = await bmc.boot.write({ device, persistent: options.includes('persistent'), firmware });
  return { text: `Set Boot Device to ${held.device}`, json: held };
}
