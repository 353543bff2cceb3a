import { readFileSync } from 'node:fs';
import type { BootClock } from './known-end.ts';

/** Linux's own: it does not step, and all processes since the machine was started read the same. */
export function readBootClock(): BootClock {
  return {
    boot: readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim(),
    now: () => Number(process.hrtime.bigint()) / 1e6,
  };
}
