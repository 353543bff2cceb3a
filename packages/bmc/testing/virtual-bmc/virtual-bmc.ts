import { randomBytes } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import type { Clock } from '../../src/clock.ts';
import { PayloadType } from '../../src/ipmi/framing/payload-type.ts';
import { backgroundClock } from '../clock.ts';
import { createFaults, type Faults } from '../faults.ts';
import { type RedfishHabit, redfishHabits } from '../redfish/redfish-habits.ts';
import { startRedfish, type VirtualRedfish } from '../redfish/start-redfish.ts';
import type { PowerDelays } from '../server/power-supply.ts';
import { createServerModel, type ServerModel } from '../server/server-model.ts';
import type { InitialUser } from '../server/user-table.ts';
import type { TlsIdentity } from '../tls/certificate.ts';
import { type Habit, type HabitName, habits } from '../vendors/habits.ts';
import { receiveDatagram, sealForSession } from './bmc-core.ts';
import type { BmcState } from './command.ts';
import { createEffects, type Effects } from './effects.ts';
import { createFaultyWire, garble, seededRandom } from './faulty-wire.ts';
import { createSessionTable, type Remote, type VirtualSession } from './session-table.ts';
import { createSolPort } from './sol-port.ts';

export interface VirtualBmcOptions {
  /** Name of the server, as its screen and its serial line show it. */
  readonly name?: string;
  /** 127.0.0.1 when absent. */
  readonly host?: string;
  /** UDP port; 0 or absent takes any. */
  readonly port?: number;
  readonly users: readonly InitialUser[];
  /** A known firmware by name, or one of your own. `postern-default` when absent. */
  readonly habit?: HabitName | Habit;
  /** 16 bytes that the machine is known by; random when absent. */
  readonly guid?: Buffer;
  /** K_g, 1 to 20 bytes: sessions are keyed by it. */
  readonly bmcKey?: Uint8Array;
  readonly initialPower?: 'on' | 'off';
  readonly powerDelays?: Partial<PowerDelays>;
  readonly clock?: Clock;
  /** Speaks Redfish as well, on that TCP port (0 takes any), as the habit of that name does. */
  readonly redfish?: { readonly port?: number; readonly tls?: TlsIdentity; readonly habit?: RedfishHabit };
  /** Seed of the wire's faults; the same seed loses the same datagrams. */
  readonly faultSeed?: number;
}

/** A BMC that answers on UDP, and the server behind it. */
export interface VirtualBmc {
  readonly host: string;
  readonly port: number;
  /** The truth: look at it and change it behind the BMC's back. */
  readonly server: ServerModel;
  readonly habit: Habit;
  readonly faults: Faults;
  readonly effects: Effects;
  /** Its Redfish face, where it was asked for. */
  readonly redfish: VirtualRedfish | undefined;
  /** Live sessions, idle ones dropped. */
  sessions(): readonly VirtualSession[];
  /** Whose session holds serial over LAN. */
  serialOwner(): VirtualSession | undefined;
  /** Forgets all sessions and hears nothing for `downMs`. Users and power stay as they are. */
  reboot(downMs: number): void;
  close(): Promise<void>;
}

/**
 * Starts an IPMI 2.0 BMC (RMCP+, cipher suites 3 and 17) over one model of a server. Nothing but the
 * socket is shared with the outside, so one process holds hundreds.
 */
export async function createVirtualBmc(options: VirtualBmcOptions): Promise<VirtualBmc> {
  const { clock = backgroundClock, host = '127.0.0.1', port = 0, faultSeed = 1 } = options;
  const habitName = typeof options.habit === 'string' ? options.habit : 'postern-default';
  const habit: Habit = typeof options.habit === 'object' ? options.habit : habits[habitName];
  const server = createServerModel({
    name: options.name ?? 'server',
    slots: habit.slots,
    users: options.users,
    clock,
    ...(options.initialPower === undefined ? {} : { initialPower: options.initialPower }),
    ...(options.powerDelays === undefined ? {} : { powerDelays: options.powerDelays }),
  });
  const faults = createFaults();
  const effects = createEffects();
  const random = seededRandom(faultSeed);
  const socket = createSocket(host.includes(':') ? 'udp6' : 'udp4');
  let closed = false;
  let downUntilMs = Number.NEGATIVE_INFINITY;

  const outgoing = createFaultyWire<{ datagram: Buffer; remote: Remote }>({
    faults: faults.wire,
    clock,
    random,
    deliver({ datagram, remote }) {
      if (closed || clock.now() < downUntilMs) return;
      const bytes = random() < faults.wire.garbling ? garble(datagram, random) : datagram;
      socket.send(bytes, remote.port, remote.address);
    },
  });
  const send = (datagram: Buffer, remote: Remote): void => outgoing({ datagram, remote });

  const sol = createSolPort({
    server,
    clock,
    send: (session, payload) => send(sealForSession(session, PayloadType.sol, payload), session.remote),
  });
  const sessions = createSessionTable({
    clock,
    habit,
    faults,
    onEnd(session) {
      effects.sessionsEnded += 1;
      sol.sessionEnded(session);
    },
  });
  const state: BmcState = {
    server,
    habit,
    faults,
    clock,
    effects,
    sessions,
    sol,
    guid: options.guid ?? randomBytes(16),
    bmcKey: options.bmcKey,
    get port() {
      return socket.address().port;
    },
    configuration: new Map(),
    reboot,
  };

  const incoming = createFaultyWire<{ datagram: Buffer; remote: Remote }>({
    faults: faults.wire,
    clock,
    random,
    deliver({ datagram, remote }) {
      if (closed || faults.hang || clock.now() < downUntilMs) return;
      receiveDatagram(state, datagram, remote, send);
    },
  });

  function reboot(downMs: number): void {
    effects.reboots += 1;
    downUntilMs = clock.now() + downMs;
    sessions.endAll();
  }

  socket.on('message', (datagram, { address, port: remotePort }) => {
    effects.datagramsReceived += 1;
    incoming({ datagram, remote: { address, port: remotePort } });
  });
  // A console that has gone makes the kernel report its closed port here: not this BMC's business.
  socket.on('error', () => {});
  await bind(socket, host, port);
  const redfish = options.redfish === undefined ? undefined : await openRedfish(options.redfish);

  function openRedfish(wanted: NonNullable<VirtualBmcOptions['redfish']>): Promise<VirtualRedfish> {
    return startRedfish({
      server,
      clock,
      host,
      port: wanted.port ?? 0,
      habit: wanted.habit ?? redfishHabits[habitName],
      onRestart: reboot,
      ...(wanted.tls === undefined ? {} : { tls: wanted.tls }),
    });
  }

  return {
    host,
    port: state.port,
    server,
    habit,
    faults,
    effects,
    redfish,
    sessions: () => sessions.list(),
    serialOwner: () => sol.owner,
    reboot,
    async close() {
      if (closed) return;
      closed = true;
      sessions.endAll();
      server.machine.stop();
      await redfish?.close();
      const done = once(socket, 'close');
      socket.close();
      await done;
    },
  };
}

/** Rejects with the system's error when the address is taken or not allowed. */
async function bind(socket: ReturnType<typeof createSocket>, host: string, port: number): Promise<void> {
  socket.bind(port, host);
  await once(socket, 'listening');
}
