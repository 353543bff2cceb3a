/** Where tenants' tools send to: one port, on each address that the broker is told to listen on. */
import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { isIP } from 'node:net';

export interface Sender {
  readonly address: string;
  readonly port: number;
}

export interface Front {
  readonly port: number;
  /** Called for every datagram, with a way to answer its sender from the address that it was sent to. */
  onDatagram(listener: (datagram: Buffer, sender: Sender, answer: Answer) => void): void;
  close(): Promise<void>;
}

/** False: dropped, because more waits already than a network that works would keep. */
export type Answer = (datagram: Buffer) => boolean;

/** Small on purpose: what a relay cannot carry at once is better lost than late. */
const receiveBufferBytes = 256 * 1024;
const maxWaiting = 64;

/** Listens on `port` at every one of the addresses. `undefined`: it is in use at one of them. */
export async function bindFront(hosts: readonly string[], port: number): Promise<Front | undefined> {
  const sockets: Socket[] = [];
  try {
    for (const host of hosts) {
      const socket = await bind(host, port, hosts.length > 1).catch((error: unknown) => {
        // A machine without IPv6 serves what it has.
        if (hosts.length > 1 && codeOf(error) === 'EAFNOSUPPORT') return undefined;
        throw error;
      });
      if (socket !== undefined) sockets.push(socket);
    }
    if (sockets.length === 0) throw new Error('this machine has none of the address families to listen on');
  } catch (error) {
    await closeAll(sockets);
    if (codeOf(error) === 'EADDRINUSE') return undefined;
    throw error;
  }
  return {
    port,
    onDatagram(listener) {
      for (const socket of sockets) {
        socket.on('message', (datagram, { address, port: senderPort }) =>
          listener(datagram, { address, port: senderPort }, (reply) => {
            if (socket.getSendQueueCount() >= maxWaiting) return false;
            socket.send(reply, senderPort, address, ignoreLoss);
            return true;
          }),
        );
      }
    },
    close: () => closeAll(sockets),
  };
}

async function bind(host: string, port: number, ipv6Only: boolean): Promise<Socket> {
  const family = isIP(host) === 6 ? 6 : 4;
  const socket = createSocket({
    type: family === 6 ? 'udp6' : 'udp4',
    ipv6Only: ipv6Only && family === 6,
    recvBufferSize: receiveBufferBytes,
    // Only addresses come here, never names: this spares a look-up for each datagram.
    lookup: (hostname, _options, callback) => callback(null, hostname, family),
  });
  // Asked for before: with a look-up that answers at once, so does the socket.
  const listening = once(socket, 'listening');
  socket.bind({ port, address: host, exclusive: true });
  try {
    await listening;
  } catch (error) {
    socket.close();
    throw error;
  }
  // Nothing that one datagram meets on its way may end the port.
  socket.on('error', ignoreLoss);
  return socket;
}

/** A datagram that did not leave is one that was lost: its sender asks again. */
function ignoreLoss(): void {}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}

async function closeAll(sockets: readonly Socket[]): Promise<void> {
  await Promise.all(sockets.map((socket) => new Promise<void>((closed) => socket.close(closed))));
}
