import { createSocket, type RemoteInfo, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { afterEach, expect, test } from 'vitest';
import { encodeSessionFrame } from '../framing/session-header.ts';
import { encodeSessionlessPacket } from '../framing/sessionless-packet.ts';
import { createBmcTransport } from './transport.ts';

const open: { close(): unknown }[] = [];

afterEach(async () => {
  for (const closable of open.splice(0)) await closable.close();
});

test('one socket serves many BMCs, and each datagram finds its session', async () => {
  const transport = createBmcTransport();
  open.push(transport);
  const peers = await Promise.all([startPeer('127.0.0.1'), startPeer('127.0.0.1'), startPeer('127.0.0.2')]);
  const heard: string[] = [];
  for (const [index, peer] of peers.entries()) {
    for (const sessionId of [1, 2]) {
      const link = await transport.connect(peer.address, peer.port, () =>
        heard.push(`${index}/${sessionId}`),
      );
      link.useSessionId(sessionId);
      link.send(ping);
    }
  }
  const senders = await Promise.all(peers.map((peer) => peer.sender));
  expect(new Set(senders.map((sender) => sender.port)).size).toBe(1);
  const done = settled();
  for (const [index, peer] of peers.entries()) peer.send(packetFor(index === 1 ? 2 : 1));
  await done;
  expect(heard.sort()).toEqual(['0/1', '1/2', '2/1']);

  async function settled() {
    while (heard.length < 3) await new Promise((resolve) => setImmediate(resolve));
  }
});

test('what travels outside a session reaches every link of that BMC, and no other BMC', async () => {
  const transport = createBmcTransport();
  open.push(transport);
  const [asked, other] = await Promise.all([startPeer('127.0.0.1'), startPeer('127.0.0.1')]);
  const heard: string[] = [];
  const first = await transport.connect(asked.address, asked.port, () => heard.push('first'));
  await transport.connect(asked.address, asked.port, () => heard.push('second'));
  await transport.connect(other.address, other.port, () => heard.push('other'));
  first.send(ping);
  await asked.sender;
  asked.send(Buffer.from('rubbish'));
  asked.send(Buffer.alloc(2_000, 6));
  asked.send(ping);
  while (heard.length < 2) await new Promise((resolve) => setImmediate(resolve));
  expect(heard).toEqual(['first', 'second']);
});

test('BMCs on IPv6 are reached, whatever the spelling of their address', async () => {
  const transport = createBmcTransport();
  open.push(transport);
  const peer = await startPeer('::1');
  const answered = new Promise<Buffer>((resolve) => {
    transport.connect('0:0:0:0:0:0:0:1', peer.port, resolve).then((link) => link.send(ping), resolve);
  });
  await peer.sender;
  peer.send(ping);
  expect(await answered).toEqual(ping);
});

test('a name that does not resolve is unreachable, a closed transport is misuse', async () => {
  const transport = createBmcTransport();
  open.push(transport);
  await expect(transport.connect('bmc.invalid', 623, () => undefined)).rejects.toMatchObject({
    code: 'unreachable',
    outcome: 'not-applied',
  });
  await transport.close();
  await expect(transport.connect('127.0.0.1', 623, () => undefined)).rejects.toMatchObject({
    code: 'misuse',
  });
});

const ping = encodeSessionlessPacket(Buffer.from('2018c88100388e04b5', 'hex'));

function packetFor(sessionId: number): Buffer {
  return encodeSessionFrame(
    { payloadType: 0, encrypted: true, authenticated: true, sessionId, sequence: 1 },
    Buffer.alloc(32),
  );
}

interface Peer {
  readonly address: string;
  readonly port: number;
  /** Who sent the first datagram. */
  readonly sender: Promise<RemoteInfo>;
  /** To whoever sent the first datagram. */
  send(datagram: Buffer): void;
}

async function startPeer(address: string): Promise<Peer> {
  const socket: Socket = createSocket(address.includes(':') ? 'udp6' : 'udp4').bind(0, address);
  open.push({ close: () => new Promise<void>((resolve) => socket.close(resolve)) });
  await once(socket, 'listening');
  let from: RemoteInfo | undefined;
  const sender = once(socket, 'message').then((event) => {
    const [, remote] = event as [Buffer, RemoteInfo];
    from = remote;
    return remote;
  });
  return {
    address,
    port: socket.address().port,
    sender,
    send(datagram) {
      if (from === undefined) throw new Error('nobody has sent anything yet');
      socket.send(datagram, from.port, from.address);
    },
  };
}
