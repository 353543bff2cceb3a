import { createSocket } from 'node:dgram';
import { once } from 'node:events';

/** A UDP socket on one of the loopback's addresses, which counts what comes back. */
export async function openSender(address: '127.0.0.1' | '127.0.0.2' | '::1') {
  const socket = createSocket(address.includes(':') ? 'udp6' : 'udp4').bind(0, address);
  await once(socket, 'listening');
  const received: Buffer[] = [];
  socket.on('message', (datagram) => received.push(datagram));
  return {
    received,
    port: socket.address().port,
    send: (datagram: Uint8Array, port: number) =>
      new Promise<void>((sent, failed) => {
        socket.send(datagram, port, address.includes(':') ? '::1' : '127.0.0.1', (error) =>
          error === null ? sent() : failed(error),
        );
      }),
    close: () => new Promise<void>((closed) => socket.close(() => closed())),
  };
}

/** Get Channel Authentication Capabilities, as ipmitool begins: every BMC answers it. */
export const firstQuestion = Buffer.from('0600ff07000000000000000000092018c88100388e04b5', 'hex');
