import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** A login for the outside witness; test passwords only, since they show in the process list. */
export interface WitnessLogin {
  readonly port: number;
  readonly username: string;
  readonly password: string;
  readonly privilege?: 'USER' | 'OPERATOR' | 'ADMINISTRATOR';
  readonly suite?: 3 | 8 | 12 | 17;
  /** K_g as text. */
  readonly bmcKey?: string;
}

export interface WitnessResult {
  readonly succeeded: boolean;
  readonly output: string;
}

const run = promisify(execFile);

/** Runs ipmitool over RMCP+ against 127.0.0.1 and returns what it printed. */
export async function runIpmitool(login: WitnessLogin, ...command: string[]): Promise<WitnessResult> {
  const options = [
    '-I',
    'lanplus',
    '-C',
    String(login.suite ?? 3),
    '-H',
    '127.0.0.1',
    '-p',
    String(login.port),
  ];
  const key = login.bmcKey === undefined ? [] : ['-k', login.bmcKey];
  const credentials = [
    ...key,
    '-U',
    login.username,
    '-P',
    login.password,
    '-L',
    login.privilege ?? 'ADMINISTRATOR',
  ];
  const settings = { env: { PATH: '/usr/bin:/bin', HOME: homeWithShortVendorList() }, timeout: 30_000 };
  try {
    const { stdout, stderr } = await run(
      'ipmitool',
      [...options, ...credentials, '-R', '1', ...command],
      settings,
    );
    return { succeeded: true, output: stdout + stderr };
  } catch (error) {
    if (!(error instanceof Error) || !('stderr' in error)) throw error;
    return { succeeded: false, output: String(error.stderr) };
  }
}

let home: string | undefined;

/** ipmitool reads a list of vendors of several megabytes at each start, unless its user has a shorter one. */
function homeWithShortVendorList(): string {
  if (home !== undefined) return home;
  home = mkdtempSync(join(tmpdir(), 'postern-ipmitool-'));
  const folder = join(home, '.local/usr/share/misc');
  mkdirSync(folder, { recursive: true });
  const vendors = [
    '0',
    '  Reserved',
    '    Nobody',
    '      nobody&example.org',
    '343',
    '  Intel',
    '    X',
    '      x&y',
  ];
  writeFileSync(join(folder, 'enterprise-numbers.txt'), `${vendors.join('\n')}\n`);
  return home;
}
