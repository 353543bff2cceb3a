import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { readOpenedSessionId } from '../src/index.ts';

export interface Relay {
  readonly port: number;
  /** The BMC's ids of the sessions that were opened through here. */
  readonly openedSessions: readonly number[];
  close(): Promise<void>;
}

/** Carries datagrams between clients and a BMC on 127.0.0.1, as a broker does for its tenants. */
export async function startRelay(bmcPort: number): Promise<Relay> {
  const front = await bound();
  const backs = new Map<number, Promise<Socket>>();
  const openedSessions: number[] = [];

  async function backFor(clientPort: number): Promise<Socket> {
    const back = await bound();
    back.on('message', (datagram) => {
      const sessionId = readOpenedSessionId(datagram);
      if (sessionId !== undefined) openedSessions.push(sessionId);
      front.send(datagram, clientPort, '127.0.0.1');
    });
    return back;
  }

  async function carry(datagram: Buffer, clientPort: number): Promise<void> {
    const back = backs.get(clientPort) ?? backFor(clientPort);
    backs.set(clientPort, back);
    (await back).send(datagram, bmcPort, '127.0.0.1');
  }

  front.on('message', (datagram, { port }) => {
    carry(datagram, port).catch((error: unknown) => front.emit('error', error));
  });
  return {
    port: front.address().port,
    openedSessions,
    async close() {
      const sockets = [front, ...(await Promise.all(backs.values()))];
      await Promise.all(
        sockets.map((socket) => new Promise<void>((resolve) => socket.close(() => resolve()))),
      );
    },
  };
}

async function bound(): Promise<Socket> {
  const socket = createSocket('udp4').bind(0, '127.0.0.1');
  await once(socket, 'listening');
  return socket;
}
