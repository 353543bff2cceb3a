import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

/** Connects within `timeoutMs` or rejects; Nagle's algorithm is off because keystrokes are small. */
export async function connectTcp(options: {
  readonly host: string;
  readonly port: number;
  readonly timeoutMs: number;
}): Promise<Socket> {
  const { host, port, timeoutMs } = options;
  const socket = connect({ host, port, noDelay: true, keepAlive: true, keepAliveInitialDelay: 10_000 });
  try {
    await once(socket, 'connect', { signal: AbortSignal.timeout(timeoutMs) });
    return socket;
  } catch (error) {
    // A late error of a socket that nobody waits for any more must not end the process.
    socket.on('error', () => undefined);
    socket.destroy();
    throw error;
  }
}
