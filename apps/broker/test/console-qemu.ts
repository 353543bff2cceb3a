/** A QEMU machine without disks: SeaBIOS on a VNC screen with a password, and QEMU's own word on who is connected. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { qmp } from '../../../e2e/lab/machine/qmp.ts';

export interface QemuMachine {
  readonly host: '127.0.0.1';
  readonly port: number;
  readonly password: string;
  readonly pid: number;
  /** Connections to its screen, by QEMU's own account. */
  screenClients(): Promise<number>;
  /** Key and button events that QEMU's input layer saw. */
  inputEvents(): number;
  kill(): Promise<void>;
}

export async function startQemu(): Promise<QemuMachine> {
  const password = 'hunter22';
  const folder = mkdtempSync(path.join(tmpdir(), 'console-qemu-'));
  const monitor = path.join(folder, 'qmp');
  const trace = path.join(folder, 'trace');
  writeFileSync(path.join(folder, 'password'), password, { mode: 0o600 });
  const port = await freePort();
  const qemu = spawn(
    'qemu-system-x86_64',
    [
      ...['-accel', 'tcg', '-m', '64', '-nic', 'none', '-vga', 'std', '-display', 'none'],
      ...['-object', `secret,id=screen,file=${path.join(folder, 'password')}`],
      ...['-vnc', `127.0.0.1:${port - 5900},password-secret=screen`],
      ...['-qmp', `unix:${monitor},server=on,wait=off`],
      ...['-trace', 'input_event_key_qcode', '-trace', 'input_event_key_number', '-trace', 'input_event_btn'],
      ...['-D', trace],
    ],
    { stdio: 'ignore' },
  );
  const ask = (command: string) => qmp(monitor, command);
  await answering(qemu, ask);
  return {
    host: '127.0.0.1',
    port,
    password,
    pid: qemu.pid ?? -1,
    async screenClients() {
      const { clients } = (await ask('query-vnc')) as { clients: unknown[] };
      return clients.length;
    },
    inputEvents: () => (existsSync(trace) ? readFileSync(trace, 'utf8').split('\n').length - 1 : 0),
    async kill() {
      if (qemu.exitCode === null && qemu.signalCode === null) {
        qemu.kill('SIGKILL');
        await once(qemu, 'exit');
      }
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function answering(qemu: ChildProcess, ask: (command: string) => Promise<unknown>): Promise<void> {
  for (let tries = 0; tries < 200 && qemu.exitCode === null; tries += 1) {
    const answered = await ask('query-status').then(
      () => true,
      () => false,
    );
    if (answered) return;
    await sleep(25);
  }
  throw new Error('QEMU did not start');
}

export async function freePort(): Promise<number> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
