import { createServer, type Server } from 'node:net';
import { StartError } from './start-error.ts';

/**
 * Makes sure that nobody else runs on the same state folder. A socket in Linux's abstract namespace is the lock: the
 * kernel lets go of it when its holder dies, however it dies.
 * @throws StartError when the folder is taken
 */
export function holdAlone(stateDir: string): Promise<{ release(): void }> {
  const server: Server = createServer((socket) => socket.destroy());
  server.unref();
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const taken = error.code === 'EADDRINUSE';
      reject(taken ? new StartError(`Postern already runs on ${stateDir}; stop it first.`) : error);
    });
    server.listen({ path: `\0postern:${stateDir}` }, () => resolve({ release: () => server.close() }));
  });
}
