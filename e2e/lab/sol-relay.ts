import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';

/** More than a screenful that nobody reads is dropped, as a UART would. */
const maxWaitingBytes = 64 * 1024;

/**
 * The serial wire between a BMC and its machine: two listening ports, and what enters at one leaves at the other.
 *
 * It stands between them because each comes and goes on its own: `ipmi_sim` connects once and stays through every
 * power cycle; each QEMU connects when it starts. What arrives while the other end is away is lost, as on a wire.
 */
export async function startSolRelay(ports: { bmc: number; machine: number }): Promise<{ close(): void }> {
  const bmc = new Set<Socket>();
  const machine = new Set<Socket>();
  const servers = await Promise.all([listen(ports.bmc, bmc, machine), listen(ports.machine, machine, bmc)]);
  return {
    close: () => {
      for (const server of servers) server.close();
      for (const socket of [...bmc, ...machine]) socket.destroy();
    },
  };
}

async function listen(port: number, near: Set<Socket>, far: ReadonlySet<Socket>): Promise<Server> {
  const server = createServer((socket) => {
    near.add(socket);
    socket.setNoDelay(true);
    socket.on('error', () => {}); // 'close' follows
    socket.on('close', () => near.delete(socket));
    socket.on('data', (bytes) => {
      for (const other of far) if (other.writableLength < maxWaitingBytes) other.write(bytes);
    });
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return server;
}
