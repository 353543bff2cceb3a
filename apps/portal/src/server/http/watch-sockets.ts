import { subscribe } from 'node:diagnostics_channel';
import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { stampSourceAddress } from './source-address.ts';

/**
 * Route handlers are given headers and no socket, and headers can be forged. Node tells of each request before any
 * handler sees it; there the socket's address is written over whatever the browser sent.
 */
export function watchSockets(isTrustedProxy: (address: string) => boolean): void {
  subscribe('http.server.request.start', (message) => {
    const { request, socket } = message as { request: IncomingMessage; socket: Socket };
    stampSourceAddress(request.headers, socket.remoteAddress, isTrustedProxy);
  });
}
