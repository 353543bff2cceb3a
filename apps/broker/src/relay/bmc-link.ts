/**
 * One client's way to the BMC: a socket of its own, connected, so that the kernel lets nobody but the BMC answer on it.
 */
import { createSocket, type Socket } from 'node:dgram';
import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';

export interface BmcAddress {
  readonly host: string;
  readonly port: number;
}

export interface BmcLink {
  /** False: it was dropped, because more waits already than a network that works would keep. */
  send(datagram: Buffer): boolean;
  close(): void;
}

export interface BmcLinkEvents {
  readonly onDatagram: (datagram: Buffer) => void;
  /** The link is of no use any more: no such host, nobody listens there. Told once; the link has closed itself. */
  readonly onFailed: () => void;
}

/** Datagrams that may wait for the socket, or in it. */
const maxWaiting = 64;

export function openBmcLink(address: BmcAddress, { onDatagram, onFailed }: BmcLinkEvents): BmcLink {
  let waiting: Buffer[] = [];
  let socket: Socket | undefined;
  let connected = false;
  let closed = false;

  function close(): void {
    closed = true;
    waiting = [];
    socket?.close();
    socket = undefined;
  }

  function fail(): void {
    if (closed) return;
    close();
    onFailed();
  }

  async function connect(): Promise<void> {
    const { host, family } = await resolve(address.host);
    if (closed) return;
    const opened = createSocket({
      type: family === 6 ? 'udp6' : 'udp4',
      lookup: (hostname, _options, callback) => callback(null, hostname, family),
    });
    socket = opened;
    opened.on('error', fail);
    opened.on('message', (datagram) => {
      if (!closed) onDatagram(datagram);
    });
    opened.connect(address.port, host, () => {
      connected = true;
      for (const datagram of waiting.splice(0)) opened.send(datagram, failOnError);
    });
  }

  // An ICMP answer (nobody listens) comes as the error of a later send.
  function failOnError(error: Error | null): void {
    if (error !== null) fail();
  }

  connect().catch(fail);
  return {
    send(datagram) {
      if (closed) return false;
      if (!connected || socket === undefined) {
        if (waiting.length >= maxWaiting) return false;
        waiting.push(datagram);
        return true;
      }
      if (socket.getSendQueueCount() >= maxWaiting) return false;
      socket.send(datagram, failOnError);
      return true;
    },
    close() {
      if (!closed) close();
    },
  };
}

async function resolve(host: string): Promise<{ readonly host: string; readonly family: number }> {
  const family = isIP(host);
  if (family !== 0) return { host, family };
  const found = await lookup(host);
  return { host: found.address, family: found.family };
}
