import { createServer, type Server } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

const retryMs = 10;

/**
 * Runs `work` while no other process of this machine runs work under the same name.
 *
 * The lock is a socket in Linux's abstract namespace: the kernel lets only one process listen on it, and lets go of
 * it when that process dies, however it dies. No stale lock files.
 */
export async function exclusively<T>(name: string, work: () => Promise<T>): Promise<T> {
  let held = await take(name);
  while (held === undefined) {
    await sleep(retryMs);
    held = await take(name);
  }
  try {
    return await work();
  } finally {
    held.close();
  }
}

function take(name: string): Promise<Server | undefined> {
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => socket.destroy());
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') resolve(undefined);
      else reject(error);
    });
    server.listen({ path: `\0${name}` }, () => resolve(server));
  });
}
