import { readFileSync } from 'node:fs';

const ticksPerSecond = 100;

/** What a process has used so far, as the kernel counts it. */
export function processCost(pid: number): { readonly cpuSeconds: number; readonly peakMiB: number } {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  const ticks = Number(fields[11]) + Number(fields[12]);
  const peak = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return { cpuSeconds: ticks / ticksPerSecond, peakMiB: Number(peak) / 1024 };
}
