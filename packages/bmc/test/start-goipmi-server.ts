/**
 * go-ipmi's reference BMC (`goipmi-server`, see `.ci/foreign-peers`): the one foreign BMC here that knows suite 17.
 * Its users, power and boot options live in memory; a pseudo-terminal is its machine's serial port.
 */
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { type IpmiTarget, Secret } from '../src/index.ts';
import { freeUdpPort } from './free-ports.ts';

export interface GoIpmiServer {
  readonly target: IpmiTarget;
  /** For witnesses, which take it as text. */
  readonly password: string;
  /** Path of the machine's end of its serial line. */
  readonly terminal: string;
  stop(): Promise<void>;
}

const login = { username: 'ADMIN', password: 'goipmi-pass-01' };

/** Absent where it could not be had: tests that need it are skipped. */
export const goIpmiServer: string | undefined = await promisify(execFile)('which', ['goipmi-server']).then(
  ({ stdout }) => stdout.trim(),
  () => undefined,
);

export async function startGoIpmiServer(cipherSuites: readonly (3 | 17)[]): Promise<GoIpmiServer> {
  if (goIpmiServer === undefined) throw new Error('goipmi-server is not on the path');
  const port = await freeUdpPort();
  const child = spawn(goIpmiServer, {
    stdio: ['ignore', 'pipe', 'ignore'],
    env: {
      GOIPMI_SERVER_PORT: String(port),
      GOIPMI_SERVER_USER: login.username,
      GOIPMI_SERVER_PASS: login.password,
      GOIPMI_SERVER_CIPHER_SUITES: cipherSuites.join(','),
      GOIPMI_SERVER_CONSOLE: 'pty',
    },
  });
  return {
    // It says where its serial line is after it began to listen.
    terminal: await terminalOf(child.stdout),
    target: {
      host: '127.0.0.1',
      port,
      username: login.username,
      password: new Secret(login.password),
    },
    password: login.password,
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const exited = once(child, 'exit');
      child.kill('SIGKILL');
      await exited;
    },
  };
}

async function terminalOf(output: NodeJS.ReadableStream): Promise<string> {
  for await (const line of createInterface({ input: output })) {
    const path = /console pty slave: (\S+)/.exec(line)?.[1];
    if (path !== undefined) return path;
  }
  throw new Error('goipmi-server ended before it was ready');
}
