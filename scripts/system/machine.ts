import { spawnSync } from 'node:child_process';
import { accessSync, constants, readFileSync, statSync } from 'node:fs';

/** How this process may act as root: already is, by sudo without a password, or not at all. */
export type Elevation = { readonly prefix: readonly string[] } | undefined;

/** Whether apt-get and dpkg are the way to install things here (Debian; derivatives carry other archives). */
export function isDebian(): boolean {
  try {
    return /^ID=debian$/m.test(readFileSync('/etc/os-release', 'utf8'));
  } catch {
    return false;
  }
}

export function findElevation(): Elevation {
  if (process.getuid?.() === 0) return { prefix: [] };
  const sudo = spawnSync('sudo', ['-n', 'true'], { stdio: 'ignore', timeout: 5000 });
  return sudo.status === 0 ? { prefix: ['sudo', '-n'] } : undefined;
}

/** Those of `names` that dpkg does not report as installed. */
export function missingPackages(names: readonly string[]): string[] {
  // biome-ignore lint/suspicious/noTemplateCurlyInString: dpkg-query's own placeholders
  const query = spawnSync('dpkg-query', ['-W', '-f', '${Package} ${db:Status-Status}\n', ...names], {
    encoding: 'utf8',
  });
  const installed = new Set(
    (query.stdout ?? '')
      .split('\n')
      .flatMap((line) => (line.endsWith(' installed') ? [line.split(' ')[0]] : [])),
  );
  return names.filter((name) => !installed.has(name));
}

/** Whether a program of this name can be run from the PATH or the system's administration folders. */
export function hasProgram(name: string): boolean {
  const folders = [...(process.env.PATH ?? '').split(':'), '/usr/sbin', '/sbin'];
  return folders.some((folder) => folder !== '' && isExecutable(`${folder}/${name}`));
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false; // not there, or in a folder that is not ours to look into
  }
}
