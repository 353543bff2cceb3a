import { existsSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { processRecords } from '../../scripts/start/service.ts';
import { endLeftovers } from '../lab/index.ts';
import { witnessMachine } from '../lab/machine/witness.ts';

/** Removes the state of an earlier product, after ending what a killed one has left running. Leaves Postgres alone. */
export async function clearState(stateDir: string): Promise<void> {
  if (!existsSync(stateDir)) return;
  const lab = path.join(stateDir, 'lab');
  for (const owner of [stateDir, lab, path.join(stateDir, 'guacd')])
    await endLeftovers(processRecords(owner));
  endMachines(lab);
  for (const entry of readdirSync(stateDir)) {
    if (entry !== 'postgres') rmSync(path.join(stateDir, entry), { recursive: true, force: true });
  }
}

/** QEMU detaches itself from what started it. */
function endMachines(lab: string): void {
  if (!existsSync(lab)) return;
  for (const entry of readdirSync(lab, { withFileTypes: true })) {
    const pid = entry.isDirectory() ? witnessMachine(path.join(lab, entry.name)).pid() : undefined;
    if (pid !== undefined) process.kill(pid, 'SIGKILL');
  }
}
