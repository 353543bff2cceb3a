/** The package as a stranger gets it: packed, put into his `node_modules`, used by plain Node and checked by his compiler. */
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildPackage } from '../packaging/build-package.ts';

const run = promisify(execFile);
const repository = resolve(import.meta.dirname, '../../..');
const compiler = join(repository, 'node_modules/.bin/tsc');
let folder: string;
let installed: string;
let packed: readonly string[];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'postern-package-'));
  installed = join(folder, 'node_modules/@postern/bmc');
  await buildPackage(join(folder, 'built'));
  const { stdout } = await run('npm', [
    'pack',
    '--json',
    '--pack-destination',
    folder,
    join(folder, 'built'),
  ]);
  const [tarball] = JSON.parse(stdout) as { filename: string; files: { path: string }[] }[];
  packed = tarball?.files.map(({ path }) => path) ?? [];
  await mkdir(installed, { recursive: true });
  const archive = join(folder, tarball?.filename ?? '');
  await run('tar', ['-xzf', archive, '-C', installed, '--strip-components=1']);
  await mkdir(join(folder, 'node_modules/@types'));
  for (const name of ['undici', 'selfsigned', '@types/node', 'undici-types'])
    await symlink(join(repository, 'node_modules', name), join(folder, 'node_modules', name));
});

afterAll(() => rm(folder, { recursive: true, force: true }));

const consumer = `
import { createBmcTransport, openBmc, Secret, type PowerState } from '@postern/bmc';
import { createVirtualBmc } from '@postern/bmc/testing';

const users = [{ slot: 2, name: 'admin', password: 'admin-pass-01', privilege: 'administrator' }] as const;
const virtual = await createVirtualBmc({ users, redfish: {}, initialPower: 'on' });
const transport = createBmcTransport();
const login = { host: virtual.host, username: 'admin', password: new Secret('admin-pass-01') };
const { port = 0, certificateSha256 = '' } = virtual.redfish ?? {};
const states: PowerState[] = [];
for (const target of [
  { ...login, port: virtual.port },
  { ...login, port, certificateSha256, protocol: 'redfish' },
] as const) {
  const bmc = await openBmc(target, { transport });
  states.push(await bmc.power.state());
  await bmc.close();
}
await transport.close();
await virtual.close();
console.log(states.join(' '));
`;

test('plain Node imports both doors, over IPMI and Redfish', async () => {
  await writeFile(join(folder, 'consumer.mts'), consumer);
  const { stdout } = await run(process.execPath, ['consumer.mts'], { cwd: folder });
  expect(stdout).toBe('on on\n');
});

test('a strict compiler takes its types, those of the library included', async () => {
  await writeFile(join(folder, 'consumer.mts'), consumer);
  const strict = ['--strict', '--exactOptionalPropertyTypes', '--noUncheckedIndexedAccess', '--noEmit'];
  const modern = ['--target', 'es2024', '--module', 'nodenext', '--types', 'node'];
  await run(compiler, [...strict, ...modern, 'consumer.mts'], { cwd: folder });
});

test('the command line starts', async () => {
  const { stdout } = await run(process.execPath, [join(installed, 'bin/bmc.mjs'), '--help']);
  expect(stdout).toContain('power status');
});

test('it holds no sources of ours, no tests, and asks for nothing that it does not declare', async () => {
  expect(packed.filter((path) => /\.test\.|(?<!\.d)\.ts$/.test(path))).toEqual([]);
  expect(packed).toEqual(expect.arrayContaining(['README.md', 'src/index.js', 'src/index.d.ts']));
  const manifest = JSON.parse(await readFile(join(installed, 'package.json'), 'utf8')) as Record<
    string,
    object
  >;
  expect(Object.keys(manifest)).not.toContain('private');
  const declared = Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies });
  const wanted = new Set<string>();
  for (const path of packed.filter((name) => /\.(js|d\.ts|mjs)$/.test(name))) {
    const text = await readFile(join(installed, path), 'utf8');
    for (const [, specifier = ''] of text.matchAll(/(?:from|import\()\s*['"]([^'"]+)['"]/g))
      if (!/^(\.|node:)/.test(specifier)) wanted.add(specifier);
  }
  expect([...wanted].sort()).toEqual([...declared].sort());
});
