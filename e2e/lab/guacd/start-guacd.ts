import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { createConnection } from 'node:net';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { unprivilegedUser } from '@postern/database/embedded';
import { endLeftovers, startProcessGroup } from '../process-group.ts';
import { findGuacd } from './guacd-program.ts';

/** A guacd of our own on 127.0.0.1. It has no authentication: any local process may use it, nobody else can. */
export type Guacd = {
  readonly host: '127.0.0.1';
  readonly port: number;
  readonly pid: number;
  stop(): Promise<void>;
};

/** Where a guacd is noted down. */
export function guacdRecords(stateDir: string): string {
  return path.join(stateDir, 'processes');
}

const readyMs = 5000;
const pollMs = 20;

/**
 * Starts guacd without privileges and waits until it takes connections. `undefined`, with the reason given to `log`,
 * when it cannot: consoles then use the direct engine.
 * @param stateDir folder for its log and process record
 */
export async function startGuacd(options: {
  port: number;
  stateDir: string;
  log: (line: string) => void;
}): Promise<Guacd | undefined> {
  const { port, stateDir, log } = options;
  const program = findGuacd();
  if (program === undefined) {
    log('guacd is not installed');
    return undefined;
  }
  mkdirSync(stateDir, { recursive: true });
  const recordDir = guacdRecords(stateDir);
  const logFile = path.join(stateDir, 'guacd.log');
  await endLeftovers(recordDir);
  const group = startProcessGroup({
    name: 'guacd',
    file: program.file,
    args: ['-f', '-b', '127.0.0.1', '-l', String(port)],
    cwd: '/',
    env: { PATH: '/usr/bin:/bin', HOME: '/nonexistent', LD_LIBRARY_PATH: program.libraries ?? '' },
    user: unprivilegedUser(),
    logFile,
    recordDir,
  });
  for (let waited = 0; waited < readyMs && group.child.exitCode === null; waited += pollMs) {
    if (await takesConnections(port)) return { host: '127.0.0.1', port, pid: group.pid, stop: group.stop };
    await sleep(pollMs);
  }
  await group.stop();
  const words = existsSync(logFile) ? readFileSync(logFile, 'utf8').trim().split('\n').at(-1) : '';
  log(`guacd does not start: ${words}`);
  return undefined;
}

function takesConnections(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createConnection({ host: '127.0.0.1', port });
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}
