import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import type { Elevation } from './machine.ts';

/** apt's output goes to `logFile`; a person sees one line, and the log's name when something failed. */
export type AptRun = { readonly elevation: NonNullable<Elevation>; readonly logFile: string };

/**
 * Installs Debian packages without their recommendations. Fetches the package lists only when the first try fails:
 * a fresh container has none, and elsewhere they are usually good enough.
 * @returns whether apt-get succeeded
 */
export async function aptInstall(names: readonly string[], run: AptRun): Promise<boolean> {
  const install = ['install', '-y', '-q', '--no-install-recommends', ...names];
  if (await aptGet(install, run)) return true;
  return (await aptGet(['update', '-q'], run)) && (await aptGet(install, run));
}

/** The line that a person without root can hand to someone who has it. */
export function aptCommandLine(names: readonly string[]): string {
  return `apt-get install -y --no-install-recommends ${names.join(' ')}`;
}

async function aptGet(args: readonly string[], { elevation, logFile }: AptRun): Promise<boolean> {
  const log = createWriteStream(logFile, { flags: 'a' });
  await once(log, 'open');
  // None of these packages starts a service by itself, so none has to be kept from starting.
  const [file = 'apt-get', ...rest] = [
    ...elevation.prefix,
    'env',
    'DEBIAN_FRONTEND=noninteractive',
    'apt-get',
    ...args,
  ];
  const child = spawn(file, rest, { stdio: ['ignore', log, log] });
  try {
    const [code] = await once(child, 'exit');
    return code === 0;
  } catch {
    return false; // not even started
  } finally {
    log.end();
  }
}
