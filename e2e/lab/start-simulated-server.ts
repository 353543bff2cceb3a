import { createHash } from 'node:crypto';
import { buildBootMedia } from './disks/boot-media.ts';
import { moveSensors } from './ipmi-sim/move-sensors.ts';
import { startIpmiSim } from './ipmi-sim/start-ipmi-sim.ts';
import { prepareMachine } from './machine/machine.ts';
import type { MachineWitness } from './machine/witness.ts';
import { administrator, type PlannedServer } from './plan-lab.ts';
import { startSolRelay } from './sol-relay.ts';

/** A server played by `ipmi_sim` and QEMU. */
export type SimulatedServer = {
  readonly bmcPid: number;
  readonly machine: MachineWitness;
  stop(): Promise<void>;
};

/**
 * Starts the BMC and, in the power state it was left in, the machine. The serial wire comes first: each end looks for
 * it once and then only every few seconds.
 */
export async function startSimulatedServer(
  server: PlannedServer,
  cacheDir: string,
  recordDir: string,
): Promise<SimulatedServer> {
  const { rented, ports, folder } = server;
  const { name } = rented;
  const media = buildBootMedia(name, name.startsWith('db-') ? 'db' : 'web', cacheDir);
  const machine = prepareMachine({ name, folder, ports, media });
  const relay = await startSolRelay({ bmc: ports.serialBmc, machine: ports.serialMachine });
  try {
    const guid = createHash('md5').update(`postern lab ${name}`).digest('hex');
    const bmc = { name, ports, username: administrator, password: server.bmcPassword, guid };
    const simulator = await startIpmiSim(bmc, folder, recordDir);
    const life = moveSensors(ports.simulator);
    const stop = async () => {
      life.stop();
      await simulator.stop();
      await machine.suspend();
      relay.close();
    };
    await machine.resume().catch(async (error: unknown) => {
      await stop();
      throw error;
    });
    return { bmcPid: simulator.pid, machine, stop };
  } catch (error) {
    relay.close();
    throw error;
  }
}
