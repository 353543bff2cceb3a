import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { rentedServers, serverPorts } from '../../e2e/lab/index.ts';
import { type ProductPorts, portVariables } from '../env.ts';
import { relayPortCount } from './broker.ts';
import { StartError } from './start-error.ts';

type Wanted = {
  readonly port: number;
  readonly protocol: 'tcp' | 'udp';
  readonly variable: string;
  readonly for: string;
};

/** Which parts are about to listen. Postgres is left out: it names its own conflict, and may still be running. */
export type PortUse = { readonly lab: boolean; readonly guacd: boolean };

/**
 * Looks whether every port is free before anything starts, so that a person hears it in one line and at once.
 * @throws StartError that names the port, what wants it and the variable that moves it
 */
export async function refuseTakenPorts(ports: ProductPorts, use: PortUse): Promise<void> {
  for (const wanted of wantedPorts(ports, use)) {
    if (await isFree(wanted)) continue;
    const kind = wanted.protocol.toUpperCase();
    throw new StartError(
      `${kind} port ${wanted.port} (${wanted.for}) is in use; set ${wanted.variable} to another.`,
    );
  }
}

function wantedPorts(ports: ProductPorts, use: PortUse): Wanted[] {
  const tcp = (port: number, variable: string, what: string): Wanted => ({
    port,
    protocol: 'tcp',
    variable,
    for: what,
  });
  return [
    tcp(ports.portal, portVariables.portal, 'portal'),
    tcp(ports.gateway, portVariables.gateway, 'console gateway'),
    tcp(ports.ops, portVariables.ops, 'broker health and metrics'),
    ...relayPorts(ports.relayBase),
    ...(use.guacd ? [tcp(ports.guacd, portVariables.guacd, 'guacd')] : []),
    ...(use.lab ? labPorts(ports.labBase) : []),
  ];
}

function relayPorts(base: number): Wanted[] {
  return Array.from({ length: relayPortCount }, (_, index) => ({
    port: base + index,
    protocol: 'udp' as const,
    variable: portVariables.relayBase,
    for: 'carried access',
  }));
}

function labPorts(base: number): Wanted[] {
  return rentedServers.flatMap(({ name }, index) => {
    const { bmc, ...others } = serverPorts(base, index);
    const shared = { variable: portVariables.labBase, for: `lab server ${name}` };
    const tcp = Object.values(others).map((port): Wanted => ({ port, protocol: 'tcp', ...shared }));
    return [{ port: bmc, protocol: 'udp', ...shared }, ...tcp];
  });
}

async function isFree({ port, protocol }: Wanted): Promise<boolean> {
  const probe = protocol === 'tcp' ? createServer() : createSocket('udp4');
  try {
    const listening = once(probe, 'listening');
    if ('listen' in probe) probe.listen(port, '127.0.0.1');
    else probe.bind(port, '127.0.0.1');
    await listening;
    await new Promise<void>((resolve) => probe.close(() => resolve()));
    return true;
  } catch {
    return false;
  }
}
