// Runs scripts/<task>.ts on the Node 24 that the registry's platform package holds, whatever Node this machine has,
// after installing what a fresh clone lacks. Plain JavaScript without imports from node_modules: they may not be there.
// usage: node scripts/bootstrap.mjs <task> [arguments]

import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const root = path.resolve(import.meta.dirname ?? path.dirname(new URL(import.meta.url).pathname), '..');
const records = path.join(root, '.postern');
const oldestNode = 20;

main(process.argv.slice(2));

/** @param {string[]} args */
function main([task, ...rest]) {
  const script = path.join(root, 'scripts', `${task}.ts`);
  if (!/^[a-z][a-z-]*$/.test(task ?? '') || !existsSync(script))
    fail(`usage: node scripts/bootstrap.mjs ${tasks()}`);
  checkMachine();
  installPackages();
  const node = ownNode();
  generateClient(node);
  run(node, [script, ...rest]);
}

function checkMachine() {
  const major = Number(process.versions.node.split('.')[0]);
  if (major < oldestNode)
    fail(`Postern needs Node ${oldestNode} or newer to start itself; this is ${process.version}.`);
  if (process.platform !== 'linux' || !['x64', 'arm64'].includes(process.arch)) {
    fail(`Postern runs on Linux x64 and arm64; this is ${process.platform} ${process.arch}.`);
  }
}

function installPackages() {
  const lock = readFileSync(path.join(root, 'package-lock.json'));
  const record = path.join(records, 'installed');
  const wanted = sha256(lock);
  if (existsSync(path.join(root, 'node_modules')) && recorded(record) === wanted) return;
  if (!treeMatches(JSON.parse(lock.toString('utf8')))) {
    console.log('Installing the packages of package-lock.json (npm ci) …');
    // No package here needs its install script; Prisma's would try a download from outside the registry.
    const npm = npmCommand(['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error']);
    const result = spawnSync(npm.file, npm.args, { cwd: root, stdio: 'inherit' });
    if (result.status !== 0)
      fail('npm ci failed (its words are above). Is the package registry reachable from here?');
  }
  note(record, wanted);
}

/** Whether node_modules already holds what the lock file says, say after an `npm ci` typed by hand. */
function treeMatches(lock) {
  const installed = path.join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(installed)) return false;
  const there = JSON.parse(readFileSync(installed, 'utf8')).packages;
  return Object.entries(lock.packages).every(([where, wanted]) => {
    if (!where.includes('node_modules/') || wanted.link) return true;
    return there[where] === undefined ? wanted.optional === true : there[where].version === wanted.version;
  });
}

/** npm itself when it started us, so that the same npm installs; the one on the PATH otherwise. */
function npmCommand(args) {
  const { npm_execpath: cli } = process.env;
  return cli?.endsWith('.js') ? { file: process.execPath, args: [cli, ...args] } : { file: 'npm', args };
}

function ownNode() {
  const node = path.join(root, 'node_modules', `node-linux-${process.arch}`, 'bin', 'node');
  if (!existsSync(node))
    fail(`The package node-linux-${process.arch} is missing: remove node_modules and try again.`);
  return node;
}

function generateClient(node) {
  const workspace = path.join(root, 'prisma');
  const schema = path.join(workspace, 'schema.prisma');
  if (!existsSync(schema)) return;
  const record = path.join(records, 'generated');
  const wanted = sha256(readFileSync(schema));
  if (existsSync(path.join(workspace, 'src', 'generated')) && recorded(record) === wanted) return;
  const cli = path.join(root, 'node_modules', 'prisma', 'build', 'index.js');
  // `generate` asks the schema engine for nothing but must be able to name one; any program serves.
  const env = {
    ...process.env,
    PRISMA_SCHEMA_ENGINE_BINARY: '/bin/true',
    PRISMA_HIDE_UPDATE_MESSAGE: '1',
    CHECKPOINT_DISABLE: '1',
  };
  const result = spawnSync(node, [cli, 'generate'], { cwd: workspace, env, encoding: 'utf8' });
  if (result.status !== 0) fail(`prisma generate failed:\n${result.stdout}${result.stderr}`);
  note(record, wanted);
}

/** Hands over: signals go down, the exit code comes up. The channel tells the task when we are killed outright. */
function run(node, args) {
  const bin = path.join(root, 'node_modules', '.bin');
  const env = { ...process.env, PATH: `${bin}:${process.env.PATH ?? ''}` };
  const child = spawn(node, args, { cwd: root, env, stdio: ['inherit', 'inherit', 'inherit', 'ipc'] });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.once('error', (error) => fail(`${node} does not run here: ${error.message}`));
  child.once('exit', (code, signal) => process.exit(code ?? 128 + os.constants.signals[signal ?? 'SIGTERM']));
}

function recorded(file) {
  return existsSync(file) ? readFileSync(file, 'utf8').trim() : undefined;
}

function note(file, text) {
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, `${text}\n`);
}

function sha256(bytes) {
  return createHash('sha256').update(bytes).digest('hex');
}

function tasks() {
  const files = readdirSync(path.join(root, 'scripts'));
  return files.flatMap((file) => (/^[a-z-]+\.ts$/.test(file) ? [file.slice(0, -3)] : [])).join('|');
}

/** @returns {never} */
function fail(message) {
  console.error(message);
  process.exit(1);
}
