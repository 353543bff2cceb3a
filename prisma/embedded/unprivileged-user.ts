import { statSync } from 'node:fs';
import path from 'node:path';

/** Numeric identity that a child process is started with. */
export type UnixUser = { readonly uid: number; readonly gid: number };

/** Debian's `nobody`:`nogroup`. Exists on every machine, so no account has to be created. */
const nobody: UnixUser = { uid: 65_534, gid: 65_534 };

/**
 * Whom Postgres runs as: it refuses to run as root, so root hands over to `nobody`.
 * `undefined` means "as ourselves".
 */
export function unprivilegedUser(): UnixUser | undefined {
  return process.getuid?.() === 0 ? nobody : undefined;
}

/**
 * Whether `user` may walk down to `target`, judged by the mode bits of every folder on the way.
 * A checkout under `/root` (mode 0700) is the case that matters.
 */
export function canReach(user: UnixUser | undefined, target: string): boolean {
  if (user === undefined) return true;
  return foldersAbove(path.resolve(target)).every((folder) => maySearch(user, folder));
}

function foldersAbove(target: string): string[] {
  const parent = path.dirname(target);
  return parent === target ? [] : [...foldersAbove(parent), parent];
}

function maySearch(user: UnixUser, folder: string): boolean {
  const stat = statSync(folder, { throwIfNoEntry: false });
  if (stat === undefined) return true; // will be made by us
  if (stat.uid === user.uid) return (stat.mode & 0o100) !== 0;
  if (stat.gid === user.gid) return (stat.mode & 0o010) !== 0;
  return (stat.mode & 0o001) !== 0;
}
