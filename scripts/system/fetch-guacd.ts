import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  appendFileSync,
  chmodSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { aptSourceTexts, debianArchives } from './apt-sources.ts';

/**
 * guacd 1.3.0 stands in Debian's bullseye and in no later release. It is old (CVE-2023-43826 is not fixed in it): good
 * for the lab on loopback, not for production, which runs upstream's image.
 */
const packages = ['guacd', 'libguac19', 'libguac-client-vnc0', 'libwebp6', 'libssl1.1'];

/** What was looked at when this was written; apt checks the archive's signature besides. */
const knownSums: Readonly<Record<string, string>> = {
  'guacd_1.3.0-1+b1_amd64.deb': 'fb9401df8378545d51c286543250f28de7c1e926408859678f4731aa198de03d',
  'libguac19_1.3.0-1+b1_amd64.deb': 'd63531c44f79c3382e668e9b5682a8882f055961cb960588d9b48d9dec931d7e',
  'libguac-client-vnc0_1.3.0-1+b1_amd64.deb':
    'c0debc499a00823c6d58ba7c98ad5b567ba80ea407a4fc68ae3d0c6330d79775',
  'libwebp6_0.6.1-2.1+deb11u2_amd64.deb': '8abc2b1ca77a458bbbcdeb6af5d85316260977370fa2518d017222b3584d9653',
};

/**
 * Unpacks guacd and the old libraries it needs into `folder`. Nothing is installed: the machine's packages, its apt
 * sources and its services stay as they are, and no root is needed.
 * @returns undefined when done, else why not, in words for the terminal
 */
export function fetchGuacd(folder: string, logFile: string): string | undefined {
  const archives = debianArchives(aptSourceTexts());
  if (archives === undefined) return 'the apt sources of this machine name no Debian archive';
  const work = `${folder}.${process.pid}`;
  rmSync(work, { recursive: true, force: true });
  try {
    const options = privateAptOptions(work, archives);
    const run = (file: string, args: readonly string[], cwd = work) => succeeds(file, args, cwd, logFile);
    if (!run('apt-get', [...options, '-q', 'update']))
      return `its package list could not be read (see ${logFile})`;
    const debs = path.join(work, 'debs');
    mkdirSync(debs);
    if (!run('apt-get', [...options, '-q', 'download', ...packages], debs))
      return `it could not be fetched (see ${logFile})`;
    const files = readdirSync(debs);
    const wrong = files.find(
      (file) => knownSums[file] !== undefined && knownSums[file] !== sumOf(path.join(debs, file)),
    );
    if (wrong !== undefined) return `${wrong} is not the file that was expected`;
    const tree = path.join(work, 'tree');
    if (!files.every((file) => run('dpkg-deb', ['-x', path.join(debs, file), tree])))
      return `it could not be unpacked`;
    chmodSync(tree, 0o755);
    mkdirSync(path.dirname(folder), { recursive: true, mode: 0o755 });
    rmSync(folder, { recursive: true, force: true });
    renameSync(tree, folder);
    return undefined;
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** An apt configuration of its own, so that the machine's lists and sources are neither used nor touched. */
function privateAptOptions(work: string, archives: { main: string; security: string | undefined }): string[] {
  const lists = path.join(work, 'lists');
  const cache = path.join(work, 'archives');
  for (const dir of [lists, cache]) mkdirSync(path.join(dir, 'partial'), { recursive: true });
  const sources = path.join(work, 'sources.list');
  const signedBy = '[signed-by=/usr/share/keyrings/debian-archive-keyring.gpg]';
  const lines = [`deb ${signedBy} ${archives.main} bullseye main`];
  if (archives.security !== undefined)
    lines.push(`deb ${signedBy} ${archives.security} bullseye-security main`);
  writeFileSync(sources, `${lines.join('\n')}\n`);
  const settings = {
    'Dir::Etc::sourcelist': sources,
    'Dir::Etc::sourceparts': '/dev/null',
    'Dir::Etc::preferencesparts': '/dev/null',
    'Dir::State::lists': lists,
    'Dir::Cache::archives': cache,
    'Dir::Cache::pkgcache': '',
    'Dir::Cache::srcpkgcache': '',
    'Acquire::Languages': 'none',
    'APT::Sandbox::User': 'root', // the folder is ours, and apt's own user may not reach it
  };
  return Object.entries(settings).flatMap(([name, value]) => ['-o', `${name}=${value}`]);
}

function succeeds(file: string, args: readonly string[], cwd: string, logFile: string): boolean {
  const result = spawnSync(file, args, { cwd, encoding: 'utf8' });
  appendFileSync(logFile, `$ ${file} ${args.at(-1)}\n${result.stdout ?? ''}${result.stderr ?? ''}`);
  return result.status === 0;
}

function sumOf(file: string): string {
  return createHash('sha256').update(readFileSync(file)).digest('hex');
}
