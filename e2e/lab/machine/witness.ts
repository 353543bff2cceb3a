import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { qmp } from './qmp.ts';

/** The machine as QEMU itself sees it: truth from outside the product and outside the BMC. */
export type MachineWitness = {
  /** Whether the QEMU process exists. */
  isRunning(): boolean;
  /** QEMU's process number, new after each power cycle and the same after a reset; undefined when off. */
  pid(): number | undefined;
  /** Saves the screen as PNG. */
  screenshot(file: string): Promise<void>;
  /** Presses keys together, by QEMU's names (`down`, `ret`, `esc`, `a`). */
  press(...keys: string[]): Promise<void>;
  /** What the BMC asked of the chassis, oldest first. */
  requests(): ChassisRequest[];
};

export type ChassisRequest = { readonly atMs: number; readonly what: string; readonly value: string };

/** @param folder the machine's folder below the lab's state */
export function witnessMachine(folder: string): MachineWitness {
  const monitor = path.join(folder, 'witness.sock');
  return {
    isRunning: () => pidOf(folder) !== undefined,
    pid: () => pidOf(folder),
    screenshot: async (file) => {
      await qmp(monitor, 'screendump', { filename: path.resolve(file), format: 'png' });
    },
    press: async (...keys) => {
      await qmp(monitor, 'send-key', { keys: keys.map((data) => ({ type: 'qcode', data })) });
    },
    requests: () => requestsOf(path.join(folder, 'chassis.log')),
  };
}

function pidOf(folder: string): number | undefined {
  const file = path.join(folder, 'qemu.pid');
  if (!existsSync(file)) return undefined;
  const pid = Number(readFileSync(file, 'utf8'));
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(file) ? pid : undefined;
  } catch {
    return undefined;
  }
}

function requestsOf(file: string): ChassisRequest[] {
  const lines = existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n') : [];
  return lines.flatMap((line) => {
    const [at = '', what = '', value = ''] = line.split(' ');
    return what === '' ? [] : [{ atMs: Number(at.replace(',', '.')) * 1000, what, value }];
  });
}
