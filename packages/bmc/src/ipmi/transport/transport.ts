/**
 * One UDP socket per address family for all BMCs. Owns sockets and routing; knows nothing of keys or
 * commands. A datagram reaches a link when it comes from the link's address and port and carries the
 * link's session id, or none.
 */
import { createSocket, type RemoteInfo, type Socket } from 'node:dgram';
import { lookup } from 'node:dns/promises';
import { isIP, SocketAddress } from 'node:net';
import { BmcError } from '../../errors.ts';
import { isIpmiDatagram, maxDatagramLength } from '../framing/rmcp.ts';
import type { CachedSensorRecords } from '../sdr/cached-records.ts';

export interface BmcTransport {
  /** Resolves the host once and starts to listen for what it sends. */
  connect(host: string, port: number, receive: (datagram: Buffer) => void): Promise<TransportLink>;
  /** Closes the sockets. Links that are still open hear nothing any more. */
  close(): Promise<void>;
}

export interface TransportLink {
  readonly remote: RemoteMemory;
  /** From now on datagrams of this session reach the link; 0 for none. */
  useSessionId(sessionId: number): void;
  /** Fire and forget; a failure of the local network shows in `sendFailure`. */
  send(datagram: Uint8Array): void;
  /** Why the last datagram could not leave this machine, if so. */
  sendFailure(): Error | undefined;
  close(): void;
}

/** What is remembered of one address and port for as long as the transport lives. */
export interface RemoteMemory {
  /** Distinct tags, so that two handshakes with one BMC cannot take each other's short refusals. */
  nextTag(): number;
  /** Seen to hold a boot device that we wrote while never setting the valid bit (`ipmi_sim` does so). */
  dropsBootValidBit: boolean;
  /** The sensor data records last read, and what they were read under. */
  sensorRecords?: CachedSensorRecords;
}

export interface BmcTransportOptions {
  /** Address to send from; any when absent. */
  readonly localAddress?: string;
  /** Receive buffer asked of the kernel, in bytes. Thousands of BMCs may answer within a millisecond. */
  readonly receiveBufferBytes?: number;
}

interface Peer {
  readonly memory: RemoteMemory;
  readonly links: Set<Link>;
}

interface Link {
  sessionId: number;
  readonly receive: (datagram: Buffer) => void;
}

type Family = 4 | 6;

const sessionIdOffset = 6;
const defaultReceiveBufferBytes = 4 * 1024 * 1024;

/** Opens nothing until the first `connect`. Close it when all BMCs are done. */
export function createBmcTransport(options: BmcTransportOptions = {}): BmcTransport {
  const peers = new Map<string, Peer>();
  const sockets = new Map<Family, Promise<Socket>>();
  let closed = false;

  function dispatch(datagram: Buffer, from: RemoteInfo): void {
    const peer = peers.get(peerKey(from.address, from.port));
    if (peer === undefined || datagram.length > maxDatagramLength || !isIpmiDatagram(datagram)) return;
    const sessionId = sessionIdOf(datagram);
    if (sessionId === undefined) return;
    for (const link of peer.links) {
      if (sessionId === 0 || sessionId === link.sessionId) link.receive(datagram);
    }
  }

  function socketFor(family: Family): Promise<Socket> {
    const existing = sockets.get(family);
    if (existing !== undefined) return existing;
    const opening = openSocket(family, options, dispatch);
    sockets.set(family, opening);
    opening.then(
      // A UDP socket outlives its errors; what was lost is sent again by whoever waits for an answer.
      (socket) => socket.on('error', () => undefined),
      () => sockets.delete(family),
    );
    return opening;
  }

  function peerAt(key: string): Peer {
    const existing = peers.get(key);
    if (existing !== undefined) return existing;
    const peer = { memory: createRemoteMemory(), links: new Set<Link>() };
    peers.set(key, peer);
    return peer;
  }

  return {
    async connect(host, port, receive) {
      if (closed) throw misuse('The transport is closed.');
      const { address, family } = await resolve(host);
      const socket = await socketFor(family);
      const peer = peerAt(peerKey(address, port));
      const link: Link = { sessionId: 0, receive };
      let failure: Error | undefined;
      peer.links.add(link);
      return {
        remote: peer.memory,
        useSessionId(sessionId) {
          link.sessionId = sessionId;
        },
        send(datagram) {
          if (closed) return;
          socket.send(datagram, port, address, (error) => {
            failure = error ?? undefined;
          });
        },
        sendFailure: () => failure,
        close() {
          peer.links.delete(link);
        },
      };
    },
    async close() {
      if (closed) return;
      closed = true;
      const open = await Promise.allSettled(sockets.values());
      await Promise.all(
        open.map((result) => (result.status === 'fulfilled' ? closeSocket(result.value) : undefined)),
      );
    },
  };
}

function createRemoteMemory(): RemoteMemory {
  let tag = 0;
  return {
    nextTag() {
      tag = (tag + 1) & 0xff;
      return tag;
    },
    dropsBootValidBit: false,
  };
}

async function resolve(host: string): Promise<{ address: string; family: Family }> {
  const literal = isIP(host);
  if (literal === 4) return { address: host, family: 4 };
  if (literal === 6) return { address: canonicalIpv6(host), family: 6 };
  try {
    const found = await lookup(host);
    return found.family === 6
      ? { address: canonicalIpv6(found.address), family: 6 }
      : { address: found.address, family: 4 };
  } catch (cause) {
    throw new BmcError('unreachable', 'The name of the BMC does not resolve to an address.', {
      outcome: 'not-applied',
      retry: 'later',
      cause,
    });
  }
}

/** The spelling that the kernel uses for the sender of a datagram. */
function canonicalIpv6(address: string): string {
  if (address.includes('%')) return address;
  return new SocketAddress({ address, family: 'ipv6' }).address;
}

function openSocket(
  family: Family,
  options: BmcTransportOptions,
  dispatch: (datagram: Buffer, from: RemoteInfo) => void,
): Promise<Socket> {
  return new Promise((resolveSocket, reject) => {
    const socket = createSocket({
      type: family === 6 ? 'udp6' : 'udp4',
      recvBufferSize: options.receiveBufferBytes ?? defaultReceiveBufferBytes,
      // Addresses are resolved before; this spares a look-up for each datagram.
      lookup: (hostname, _options, callback) => callback(null, hostname, family),
    });
    socket.on('message', dispatch);
    socket.once('error', reject);
    socket.bind(
      { port: 0, ...(options.localAddress === undefined ? {} : { address: options.localAddress }) },
      () => {
        socket.removeListener('error', reject);
        resolveSocket(socket);
      },
    );
  });
}

function closeSocket(socket: Socket): Promise<void> {
  return new Promise((resolveClosed) => {
    try {
      socket.close(() => resolveClosed());
    } catch {
      // Already closed by an error of its own.
      resolveClosed();
    }
  });
}

function peerKey(address: string, port: number): string {
  return `${address}|${port}`;
}

/** 0 for what travels outside a session; `undefined` when the header is cut off. */
function sessionIdOf(datagram: Buffer): number | undefined {
  if (datagram[4] === 0x00) return 0;
  return datagram.length >= sessionIdOffset + 4 ? datagram.readUInt32LE(sessionIdOffset) : undefined;
}

function misuse(message: string): BmcError {
  return new BmcError('misuse', message, { outcome: 'not-applied', retry: 'never' });
}
