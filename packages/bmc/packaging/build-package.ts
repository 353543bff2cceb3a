/**
 * Makes of this workspace a package that stands alone: JavaScript and types, both doors, the command line. In the
 * repository Node reads the TypeScript itself; below `node_modules` it refuses to.
 *
 *   npm run package -w packages/bmc                 (into packages/bmc/dist)
 *   npm pack ./packages/bmc/dist
 */
import { execFile } from 'node:child_process';
import { copyFile, glob, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';

const workspace = resolve(import.meta.dirname, '..');
const root = resolve(workspace, '../..');
const run = promisify(execFile);

interface Manifest {
  readonly [field: string]: unknown;
}

/** `folder` is emptied first. */
export async function buildPackage(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  const compiler = join(root, 'node_modules/.bin/tsc');
  await run(compiler, ['-p', 'tsconfig.package.json', '--outDir', folder], { cwd: workspace });
  for await (const file of glob('**/*.d.ts', { cwd: folder }))
    await rewrite(join(folder, file), toJavaScript);
  for await (const file of glob('testing/vectors/*.json', { cwd: workspace })) await copyInto(folder, file);
  await copyInto(folder, 'bin/bmc.mjs');
  await rewrite(join(folder, 'bin/bmc.mjs'), toJavaScript);
  await copyInto(folder, 'README.md');
  const manifest = JSON.parse(await readFile(join(workspace, 'package.json'), 'utf8')) as Manifest;
  await writeFile(join(folder, 'package.json'), `${JSON.stringify(published(manifest), null, 2)}\n`);
}

/** What only the repository needs is left out; each door gets its types. */
function published({ private: _, scripts, devDependencies, exports, ...kept }: Manifest): Manifest {
  const doors = Object.entries(exports as Record<string, string>).map(([door, source]) => {
    const path = source.replace(/\.ts$/, '');
    return [door, { types: `${path}.d.ts`, default: `${path}.js` }];
  });
  return { ...kept, exports: Object.fromEntries(doors) };
}

/** The compiler rewrites imports of values only. */
function toJavaScript(text: string): string {
  return text.replaceAll(/((?:from |import\()['"]\.[^'"]*)\.ts(?=['"])/g, '$1.js');
}

async function rewrite(file: string, change: (text: string) => string): Promise<void> {
  await writeFile(file, change(await readFile(file, 'utf8')));
}

async function copyInto(folder: string, file: string): Promise<void> {
  await mkdir(dirname(join(folder, file)), { recursive: true });
  await copyFile(join(workspace, file), join(folder, file));
}

if (import.meta.main) await buildPackage(join(workspace, 'dist'));
