import { readdirSync, readFileSync } from 'node:fs';

/** Resident memory of a process and all of its group, in megabytes (proc(5), VmRSS of status). */
export function residentMegabytes(group: number): number {
  const kilobytes = readdirSync('/proc')
    .filter((entry) => /^\d+$/.test(entry))
    .filter((pid) => groupOf(pid) === group)
    .map((pid) => Number(/VmRSS:\s+(\d+)/.exec(read(pid, 'status'))?.[1] ?? 0));
  return kilobytes.reduce((sum, each) => sum + each, 0) / 1024;
}

/** The second field of stat is the program's name in brackets and may hold anything; what counts stands behind it. */
function groupOf(pid: string): number {
  const stat = read(pid, 'stat');
  return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[2]);
}

function read(pid: string, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    return '';
  }
}
