#!/usr/bin/env node
// The command-line door. In the repository its sources are TypeScript, which Node reads from 22.18 on.
import { env, exit, stderr } from 'node:process';

const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 22 || (major === 22 && minor < 18)) {
  stderr.write(`bmc needs Node 22.18 or newer; this is ${process.version}.\n`);
  exit(1);
}
const { runCommandLine } = await import('../src/cli/run-command-line.ts');
process.exitCode = await runCommandLine(process.argv.slice(2), env);
