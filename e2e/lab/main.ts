/**
 * The lab on its own, until Ctrl-C:
 *
 *     node e2e/lab/main.ts [--state DIR] [--port-base 9100]
 *
 * Prints where each server is; passwords stay in the files that lab.json names.
 */
import path from 'node:path';
import { parseArgs } from 'node:util';
import { findCapabilities } from '../../scripts/system-packages.ts';
import { startLab } from './start-lab.ts';

const { values } = parseArgs({
  options: { state: { type: 'string' }, 'port-base': { type: 'string', default: '9100' } },
});
const lab = await startLab({
  stateDir: values.state ?? path.resolve(import.meta.dirname, '../../.postern/lab'),
  portBase: Number(values['port-base']),
  capabilities: findCapabilities(),
  log: console.log,
});
for (const { name, kind, bmc, console: screen } of lab.facts.servers) {
  console.log(`${name}  ${kind}  BMC ${bmc.host}:${bmc.port}  VNC ${screen.host}:${screen.port}`);
}
console.log(`Facts: ${lab.file}`);
const idle = setInterval(() => {}, 60_000);
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    clearInterval(idle);
    void lab.stop();
  });
}
