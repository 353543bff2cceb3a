import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { suspendMachine } from './machine/machine.ts';
import { witnessMachine } from './machine/witness.ts';
import { endLeftovers } from './process-group.ts';

/** Where a lab notes down its processes. */
export function labRecords(stateDir: string): string {
  return path.join(stateDir, 'processes');
}

/** Ends the simulators and machines that a killed lab left running on `stateDir`, so that its ports are free. */
export async function endLabLeftovers(stateDir: string): Promise<void> {
  if (!existsSync(stateDir)) return;
  await endLeftovers(labRecords(stateDir));
  const folders = readdirSync(stateDir).map((name) => path.join(stateDir, name));
  const machines = folders.filter((folder) => existsSync(path.join(folder, 'chassis.sh')));
  await Promise.all(machines.filter((folder) => witnessMachine(folder).isRunning()).map(suspendMachine));
}
