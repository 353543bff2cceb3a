/** A TCP proxy that can be switched off, as a cable can be pulled: connections break and new ones are refused. */
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

export interface SwitchableProxy {
  readonly port: number;
  switchOff(): void;
  switchOn(): void;
  close(): Promise<void>;
}

export async function startSwitchableProxy(target: { host: string; port: number }): Promise<SwitchableProxy> {
  const sockets = new Set<Socket>();
  let on = true;
  const server = createServer((inbound) => {
    if (!on) {
      inbound.destroy();
      return;
    }
    const outbound = connect(target);
    inbound.pipe(outbound).pipe(inbound);
    for (const [socket, other] of [
      [inbound, outbound],
      [outbound, inbound],
    ] as const) {
      sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => {
        sockets.delete(socket);
        other.destroy();
      });
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const cut = () => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    port: (server.address() as AddressInfo).port,
    switchOff() {
      on = false;
      cut();
    },
    switchOn() {
      on = true;
    },
    async close() {
      cut();
      server.close();
      await once(server, 'close');
    },
  };
}
