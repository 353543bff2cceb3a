import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** A child process with a group of its own, so that it ends with all of its descendants. */
export type ProcessGroup = {
  readonly pid: number;
  readonly child: ChildProcess;
  /** Ends the whole group: politely, then by force. Does nothing when it is gone. */
  stop(): Promise<void>;
};

export type ProcessGroupOptions = {
  readonly name: string;
  readonly file: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env?: NodeJS.ProcessEnv;
  readonly user?: { readonly uid: number; readonly gid: number } | undefined;
  /** Gets stdout and stderr; beginning anew at each start. */
  readonly logFile: string;
  /** Where the process is noted down, for {@link endLeftovers}. */
  readonly recordDir: string;
};

const politeMs = 3000;
const pollMs = 10;

export function startProcessGroup(options: ProcessGroupOptions): ProcessGroup {
  mkdirSync(options.recordDir, { recursive: true });
  const log = openSync(options.logFile, 'w', 0o600);
  const child = spawn(options.file, options.args, {
    ...options.user,
    cwd: options.cwd,
    detached: true,
    env: options.env ?? process.env,
    stdio: ['ignore', log, log],
  });
  closeSync(log);
  child.on('error', () => {}); // told by its log, and by never becoming ready
  const pid = child.pid;
  if (pid === undefined) throw new Error(`${options.file} could not be started`);
  const record = path.join(options.recordDir, `${options.name}.pid`);
  writeFileSync(record, `${pid} ${startOf(pid) ?? ''}`);
  const stop = async () => {
    await endGroup(pid);
    rmSync(record, { force: true });
  };
  return { pid, child, stop };
}

/** Ends what an earlier owner of `recordDir` left running when it was killed. */
export async function endLeftovers(recordDir: string): Promise<void> {
  mkdirSync(recordDir, { recursive: true });
  const records = readdirSync(recordDir).map((name) => path.join(recordDir, name));
  await Promise.all(
    records.map(async (record) => {
      const [pid = '', start] = readFileSync(record, 'utf8').split(' ');
      // Numbers are given out again: only a process that began at the noted instant is the one we started.
      if (startOf(Number(pid)) === start) await endGroup(Number(pid));
      rmSync(record, { force: true });
    }),
  );
}

async function endGroup(pid: number): Promise<void> {
  for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
    const deadline = Date.now() + politeMs;
    if (!signalGroup(pid, signal)) return;
    signalGroup(pid, 'SIGCONT'); // one that a test has frozen must wake up to hear it
    while (Date.now() < deadline) {
      if (!groupLives(pid)) return;
      await sleep(pollMs);
    }
  }
}

function signalGroup(pid: number, signal: NodeJS.Signals): boolean {
  try {
    process.kill(-pid, signal);
    return true;
  } catch {
    return false; // nobody is left in it
  }
}

/** A zombie answers signals but is gone; it only waits to be collected. */
function groupLives(group: number): boolean {
  return readdirSync('/proc').some((name) => {
    if (!/^\d+$/.test(name)) return false;
    const stat = statOf(Number(name));
    return stat?.group === group && stat.state !== 'Z';
  });
}

/** Clock ticks since boot at which the process began (proc(5), field 22 of stat); undefined when there is none. */
function startOf(pid: number): string | undefined {
  return statOf(pid)?.start;
}

function statOf(pid: number): { state: string; group: number; start: string } | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The second field is the program's name in brackets and may hold anything; what counts stands behind it.
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    return { state: fields[0] ?? '', group: Number(fields[2]), start: fields[19] ?? '' };
  } catch {
    return undefined;
  }
}
