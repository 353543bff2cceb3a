import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** The two archives of Debian that this machine is set up to read; addresses as its administrator wrote them. */
export type DebianArchives = { readonly main: string; readonly security: string | undefined };

/** Reads one-line and deb822 source files; `undefined` where no Debian archive is named. */
export function debianArchives(sourceTexts: readonly string[]): DebianArchives | undefined {
  const uncommented = sourceTexts.join('\n').replaceAll(/#.*/g, '');
  const addresses = (uncommented.match(/https?:\/\/\S+/g) ?? []).map((address) =>
    address.replace(/\/+$/, ''),
  );
  const main = addresses.find((address) => address.endsWith('/debian'));
  const security = addresses.find((address) => address.endsWith('/debian-security'));
  return main === undefined ? undefined : { main, security };
}

/** The texts of the machine's own apt source files. */
export function aptSourceTexts(etc = '/etc/apt'): string[] {
  const parts = list(path.join(etc, 'sources.list.d')).filter((name) => /\.(list|sources)$/.test(name));
  return ['sources.list', ...parts.map((name) => `sources.list.d/${name}`)].map((name) =>
    read(path.join(etc, name)),
  );
}

function list(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
