import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { type ProcessGroup, startProcessGroup } from '../process-group.ts';
import { emulation, lanConfiguration, type SimulatedBmc, sensorRecords } from './configuration.ts';
import { fruImage } from './fru-image.ts';
import { answersPresence } from './presence.ts';

/**
 * Starts OpenIPMI's `ipmi_sim` for one server, in the folder that holds its `chassis.sh`. Users written over IPMI are
 * kept below `folder` and, once there, win over the configuration.
 * @throws Error with the simulator's last words when it does not answer
 */
export async function startIpmiSim(
  bmc: SimulatedBmc,
  folder: string,
  recordDir: string,
): Promise<ProcessGroup> {
  writeFileSync(path.join(folder, 'lan.conf'), lanConfiguration(bmc), { mode: 0o600 });
  writeFileSync(path.join(folder, 'bmc.emu'), emulation);
  const serial = `PL${bmc.guid.slice(0, 8).toUpperCase()}`;
  writeFileSync(path.join(folder, 'fru.bin'), fruImage({ name: bmc.name, serial }));
  compileSensorRecords(bmc.name, folder);
  const logFile = path.join(folder, 'ipmi-sim.log');
  const simulator = startProcessGroup({
    name: `ipmi-sim-${bmc.name}`,
    file: 'ipmi_sim',
    args: ['-n', '-c', 'lan.conf', '-f', 'bmc.emu', '-s', folder],
    cwd: folder,
    logFile,
    recordDir,
  });
  if (await answersPresence(bmc.ports.bmc)) return simulator;
  await simulator.stop();
  const words = readFileSync(logFile, 'utf8').trim().split('\n').at(-1);
  throw new Error(`ipmi_sim for ${bmc.name} does not answer on UDP port ${bmc.ports.bmc}: ${words}`);
}

/** Must lie there before the first start: without any record `ipmitool sdr list` clears the repository for good. */
function compileSensorRecords(name: string, folder: string): void {
  const state = path.join(folder, 'ipmi_sim', name);
  const compiled = path.join(state, 'sdr.20.main');
  if (existsSync(compiled)) return;
  mkdirSync(state, { recursive: true });
  const source = path.join(folder, 'sensors.sdrs');
  writeFileSync(source, sensorRecords);
  const result = spawnSync('sdrcomp', ['-o', compiled, source], { encoding: 'utf8' });
  if (result.status !== 0) throw new Error(`sdrcomp failed: ${result.error?.message ?? result.stderr}`);
}
