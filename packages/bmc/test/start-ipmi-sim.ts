/**
 * OpenIPMI's BMC simulator in a folder of its own, with a chassis program that keeps power and boot device
 * in files and writes down each call, and a TCP server of ours as the machine's serial port.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createBmcTransport, type IpmiTarget, probeReachable, Secret } from '../src/index.ts';
import { firstEvents, writeServerFixture } from './fixture-server.ts';
import { freeTcpPort, freeUdpPort } from './free-ports.ts';

export interface IpmiSim {
  readonly target: IpmiTarget;
  /** Calls of the chassis program since the start, e.g. `power 1`, `reset 1`, `boot pxe`. */
  chassisCalls(): Promise<readonly string[]>;
  /** One line for its command port, by which sensors are moved: `sensor_set_value 0x20 0 1 0x55 1`, say. */
  command(line: string): Promise<void>;
  /** Our end of the machine's serial line, once the simulator has connected to it. */
  serialLine(): Promise<Socket>;
  stop(): Promise<void>;
}

const administrator = { username: 'ipmiusr', password: 'test' };

/** `server`: with the sensors, events and FRU of `fixture-server.ts`. `bmcKey`: its K_g, at most 16 characters. */
export async function startIpmiSim(equipment: 'bare' | 'server' = 'bare', bmcKey?: string): Promise<IpmiSim> {
  const folder = await mkdtemp(join(tmpdir(), 'postern-ipmi-sim-'));
  const port = await freeUdpPort();
  const serial = await startSerialServer();
  const commandPort = await freeTcpPort();
  await writeFile(join(folder, 'chassis.sh'), chassisProgram);
  await chmod(join(folder, 'chassis.sh'), 0o755);
  await writeFile(
    join(folder, 'lan.conf'),
    lanConfiguration({
      folder,
      port,
      bmcKey,
      vmPort: await freeTcpPort(),
      serialPort: serial.port,
      commandPort,
    }),
  );
  const server = equipment === 'server' ? await writeServerFixture(folder, 'test') : '';
  await writeFile(join(folder, 'sim.emu'), emulation(server, equipment === 'server' ? firstEvents : ''));
  const child = spawn(
    'ipmi_sim',
    ['-n', '-c', join(folder, 'lan.conf'), '-f', join(folder, 'sim.emu'), '-s', join(folder, 'state')],
    { stdio: 'ignore', cwd: folder },
  );
  await once(child, 'spawn');
  const target: IpmiTarget = {
    host: '127.0.0.1',
    port,
    username: administrator.username,
    password: new Secret(administrator.password),
  };
  await untilItAnswers(target);
  return {
    target,
    async chassisCalls() {
      const log = join(folder, 'calls');
      return existsSync(log) ? (await readFile(log, 'utf8')).trim().split('\n') : [];
    },
    async command(line) {
      const socket = connect({ host: '127.0.0.1', port: commandPort });
      await once(socket, 'connect');
      socket.resume();
      socket.end(`${line}\n`);
      await once(socket, 'close');
    },
    serialLine: serial.line,
    async stop() {
      await stopChild(child);
      await serial.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function untilItAnswers(target: IpmiTarget): Promise<void> {
  const transport = createBmcTransport();
  try {
    await probeReachable(target, { transport, timing: { commandTimeoutMs: 100, timeoutStepMs: 1000 } });
  } finally {
    await transport.close();
  }
}

async function stopChild(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.kill('SIGKILL');
  await exited;
}

async function startSerialServer() {
  const connections: Socket[] = [];
  const server: Server = createServer((socket) => {
    socket.on('error', () => socket.destroy());
    connections.push(socket);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no TCP port');
  return {
    port: address.port,
    async line(): Promise<Socket> {
      const open = connections.find((socket) => !socket.destroyed);
      if (open !== undefined) return open;
      const [socket] = (await once(server, 'connection')) as [Socket];
      return socket;
    },
    async close(): Promise<void> {
      for (const socket of connections) socket.destroy();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

interface LanSettings {
  readonly folder: string;
  readonly port: number;
  readonly vmPort: number;
  readonly serialPort: number;
  readonly commandPort: number;
  readonly bmcKey: string | undefined;
}

function lanConfiguration({ folder, port, vmPort, serialPort, commandPort, bmcKey }: LanSettings): string {
  return `name "test"
set_working_mc 0x20
  startlan 1
    addr 127.0.0.1 ${port}
    priv_limit admin
    allowed_auths_callback none md2 md5 straight
    allowed_auths_user none md2 md5 straight
    allowed_auths_operator none md2 md5 straight
    allowed_auths_admin none md2 md5 straight
    guid a123456789abcdefa123456789abcdef
    ${bmcKey === undefined ? '' : `bmc_key "${bmcKey}"`}
  endlan
  chassis_control "${join(folder, 'chassis.sh')} ${folder}"
  serial 15 127.0.0.1 ${vmPort} codec VM
  sol "tcp:127.0.0.1:${serialPort}" 115200
  console 127.0.0.1 ${commandPort}
  user 1 true  ""        "" user     10       none md2 md5 straight
  user 2 true  "${administrator.username}" "${administrator.password}" admin    10       none md2 md5 straight
`;
}

function emulation(server: string, events: string): string {
  return `mc_setbmc 0x20
mc_add 0x20 0 no-device-sdrs 0x23 9 8 0x9f 0x1291 0xf02 persist_sdr
sel_enable 0x20 1000 0x0a
${server}mc_enable 0x20
${events}`;
}

/** Called with "get power", "get boot", "set power 1", "set boot pxe", "set reset 1" and so on. */
const chassisProgram = `#!/bin/sh
folder=$1 operation=$2
shift 2
case $operation in
get)
  for what in "$@"; do
    case $what in
      power) echo "power:$(cat "$folder/power" 2>/dev/null || echo 0)" ;;
      boot) echo "boot:$(cat "$folder/boot" 2>/dev/null || echo none)" ;;
      *) exit 1 ;;
    esac
  done ;;
set)
  while [ $# -gt 0 ]; do
    echo "$1 $2" >>"$folder/calls"
    case $1 in power|boot) echo "$2" >"$folder/$1" ;; esac
    shift 2
  done ;;
esac
`;
