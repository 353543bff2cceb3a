import { createVirtualScreen, type VirtualScreen } from '../screen/virtual-screen.ts';
import { createVirtualBmc, type VirtualBmc } from '../virtual-bmc/virtual-bmc.ts';
import type { VirtualServerConfig } from './fleet-config.ts';

/** One running virtual server. */
export interface FleetServer {
  readonly name: string;
  readonly bmc: VirtualBmc;
  readonly screen: VirtualScreen | undefined;
}

export interface Fleet {
  readonly servers: readonly FleetServer[];
  close(): Promise<void>;
}

/** Starts all servers of a fleet, or none: when one cannot start, those that did are closed again. */
export async function startFleet(configs: readonly VirtualServerConfig[]): Promise<Fleet> {
  const outcomes = await Promise.allSettled(configs.map(startServer));
  const servers = outcomes.filter((outcome) => outcome.status === 'fulfilled').map(({ value }) => value);
  const failure = outcomes.find((outcome) => outcome.status === 'rejected');
  if (failure !== undefined) {
    await closeAll(servers);
    throw failure.reason;
  }
  return { servers, close: () => closeAll(servers) };
}

async function startServer({
  bmc: endpoint,
  screen: look,
  ...rest
}: VirtualServerConfig): Promise<FleetServer> {
  const bmc = await createVirtualBmc({ ...rest, ...endpoint });
  // A log that has begun, as of a machine that ran before anybody looked: it was switched on (1Dh, offset 0).
  bmc.server.hardware.addEvent({
    sensorType: 0x1d,
    sensorNumber: 0x51,
    eventType: 0x6f,
    data: [0, 0xff, 0xff],
  });
  try {
    const screen =
      look === undefined ? undefined : await createVirtualScreen({ ...look, server: bmc.server });
    return { name: rest.name, bmc, screen };
  } catch (error) {
    await bmc.close();
    throw error;
  }
}

async function closeAll(servers: readonly FleetServer[]): Promise<void> {
  await Promise.all(servers.flatMap(({ bmc, screen }) => [bmc.close(), screen?.close()]));
}
