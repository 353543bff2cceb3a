/** A TCP proxy that can stop passing bytes on without closing anything, as a pulled cable or a lost host looks. */
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

export interface SilenceableProxy {
  /** The database's address, but through this proxy. */
  readonly url: string;
  /** Connections stay open and nothing passes any more. */
  fallSilent(): void;
  /** New connections are served again; the silent ones stay silent. */
  speakToNewcomers(): void;
  close(): void;
}

export async function startSilenceableProxy(databaseUrl: string): Promise<SilenceableProxy> {
  const target = new URL(databaseUrl);
  const sockets = new Set<Socket>();
  let silent = false;
  const server = createServer((inbound) => {
    sockets.add(inbound);
    inbound.on('error', () => undefined);
    if (silent) return;
    const outbound = connect(Number(target.port), target.hostname);
    sockets.add(outbound);
    outbound.on('error', () => undefined);
    inbound.pipe(outbound).pipe(inbound);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = new URL(databaseUrl);
  url.hostname = '127.0.0.1';
  url.port = String((server.address() as AddressInfo).port);
  return {
    url: url.href,
    fallSilent() {
      silent = true;
      for (const socket of sockets) socket.unpipe();
    },
    speakToNewcomers() {
      silent = false;
    },
    close() {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}
