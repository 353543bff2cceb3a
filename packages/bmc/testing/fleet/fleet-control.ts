import type { Faults, WireFaults } from '../faults.ts';
import type { Fleet, FleetServer } from './start-fleet.ts';

/** One order to a running fleet. Absent fields change nothing; an order with a name alone only looks. */
interface ControlOrder {
  readonly server: string;
  readonly faults?: Partial<Omit<Faults, 'wire' | 'commands'>>;
  readonly wire?: Partial<WireFaults>;
  /** Restarts the BMC, which is away for so long. */
  readonly rebootMs?: number;
}

/**
 * Carries out one order, a line of JSON, and returns what the server is like afterwards: its power, its
 * users without their passwords, its effects. An order that cannot be read returns `{ error }`.
 */
export function obeyControlLine(fleet: Fleet, line: string): object {
  const order = parseOrder(line);
  const server = fleet.servers.find(({ name }) => name === order?.server);
  if (order === undefined || server === undefined) return { error: 'no such order or no such server' };
  Object.assign(server.bmc.faults, order.faults);
  Object.assign(server.bmc.faults.wire, order.wire);
  if (order.rebootMs !== undefined) server.bmc.reboot(order.rebootMs);
  return report(server);
}

function parseOrder(line: string): ControlOrder | undefined {
  try {
    const order: unknown = JSON.parse(line);
    return typeof order === 'object' && order !== null && 'server' in order
      ? (order as ControlOrder)
      : undefined;
  } catch {
    return undefined;
  }
}

function report({ name, bmc, screen }: FleetServer): object {
  const { power, machine, users } = bmc.server;
  const { received, performed, ...effects } = bmc.effects;
  return {
    server: name,
    power: { on: power.isOn, ...power.counts },
    machine: machine.state.phase,
    viewers: screen?.viewers ?? 0,
    users: users
      .list()
      .filter((user) => user.name !== '')
      .map(({ password: _, ...user }) => user),
    sessions: bmc.sessions().map(({ slot, privilege, handle }) => ({ slot, privilege, handle })),
    effects: { ...effects, received: Object.fromEntries(received), performed: Object.fromEntries(performed) },
  };
}
