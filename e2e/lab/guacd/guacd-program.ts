import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { canReach, unprivilegedUser } from '@postern/database/embedded';

/** A guacd that can be run here. */
export type GuacdProgram = {
  readonly file: string;
  /** Extra library folder, where guacd was unpacked rather than installed. */
  readonly libraries?: string;
};

const triplets: Readonly<Record<string, string>> = { x64: 'x86_64-linux-gnu', arm64: 'aarch64-linux-gnu' };
const installed = ['/usr/sbin/guacd', '/usr/local/sbin/guacd', '/opt/guacamole/sbin/guacd'];

/**
 * Where guacd is unpacked when the system has none: the project's cache, or a folder of the system where the
 * unprivileged user that runs it could not look into the checkout.
 */
export function guacdFolder(): string {
  const cache = path.resolve(import.meta.dirname, '../../../.postern/cache/guacd');
  return canReach(unprivilegedUser(), path.join(cache, 'usr')) ? cache : '/var/lib/postern/guacd';
}

/** The system's guacd, else the unpacked one where this machine has all the libraries it is linked with, else none. */
export function findGuacd(): GuacdProgram | undefined {
  const file = installed.find((candidate) => existsSync(candidate));
  if (file !== undefined) return { file };
  const folder = guacdFolder();
  const unpacked = path.join(folder, 'usr/sbin/guacd');
  const libraries = path.join(folder, 'usr/lib', triplets[process.arch] ?? '');
  if (!existsSync(unpacked) || !linksCompletely(path.join(libraries, 'libguac-client-vnc.so'), libraries))
    return undefined;
  return { file: unpacked, libraries };
}

/** guacd loads its VNC part only when somebody connects, and then fails in front of him. */
function linksCompletely(library: string, libraries: string): boolean {
  const ldd = spawnSync('ldd', [library], {
    encoding: 'utf8',
    env: { ...process.env, LD_LIBRARY_PATH: libraries },
  });
  return ldd.status === 0 && !ldd.stdout.includes('not found');
}
