import { readFileSync } from 'node:fs';

/** Names this machine's current boot: a journal tells by it whether an instant of the monotonic clock still means anything. */
export function readBoot(): string {
  return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
}
