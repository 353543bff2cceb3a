import { mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startProcessGroup } from '../../e2e/lab/index.ts';
import { StartError } from './start-error.ts';

/** A child process of the product that answers over HTTP when it is ready. */
export type Service = {
  readonly name: string;
  readonly pid: number;
  readonly logFile: string;
  /** Settles when the process is gone, asked for or not. */
  readonly ended: Promise<string>;
  stop(): Promise<void>;
};

export type ServiceOptions = {
  readonly name: string;
  /** Arguments for our own Node. */
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  /** Answers 200 when the service is ready. */
  readonly readyUrl: string;
  readonly stateDir: string;
  /** Gives up waiting. */
  readonly signal?: AbortSignal | undefined;
};

const readyMs = 30_000;
const pollMs = 50;

/** Where the process groups of a state folder are noted down. */
export function processRecords(stateDir: string): string {
  return path.join(stateDir, 'processes');
}

/**
 * Starts a service and waits until it is ready. It sees of our environment only what every program needs.
 * @throws StartError with the last line of its log when it ends first or takes too long
 */
export async function startService(options: ServiceOptions): Promise<Service> {
  const { name, stateDir } = options;
  const logs = path.join(stateDir, 'logs');
  mkdirSync(logs, { recursive: true, mode: 0o700 });
  const logFile = path.join(logs, `${name}.log`);
  const group = startProcessGroup({
    name,
    file: process.execPath,
    args: options.args,
    cwd: options.cwd,
    env: { ...plainEnvironment(), ...options.env },
    logFile,
    recordDir: processRecords(stateDir),
  });
  const ended = new Promise<string>((resolve) => {
    group.child.once('exit', (code, signal) =>
      resolve(`The ${name} ended (${signal ?? `exit code ${code}`}); see ${logFile}`),
    );
  });
  const outcome = await Promise.race([ended, untilReady(options.readyUrl, options.signal)]);
  if (outcome === 'ready') return { name, pid: group.pid, logFile, ended, stop: group.stop };
  await group.stop();
  if (options.signal?.aborted) throw new StartError('Stopped before it was ready.');
  throw new StartError(
    `${outcome ?? `The ${name} did not become ready; see ${logFile}`}: ${lastWords(logFile)}`,
  );
}

async function untilReady(url: string, signal: AbortSignal | undefined): Promise<'ready' | undefined> {
  const deadline = Date.now() + readyMs;
  while (Date.now() < deadline && !signal?.aborted) {
    const status = await fetch(url).then(
      (response) => response.status,
      () => undefined,
    );
    if (status === 200) return 'ready';
    await sleep(pollMs);
  }
  return undefined;
}

function plainEnvironment(): Record<string, string> {
  const wanted = ['PATH', 'HOME', 'LANG', 'TZ', 'TMPDIR'];
  return Object.fromEntries(wanted.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : [])));
}

function lastWords(logFile: string): string {
  return readFileSync(logFile, 'utf8').trim().split('\n').at(-1) ?? 'it said nothing';
}
