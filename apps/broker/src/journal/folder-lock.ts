import { createServer, type Server } from 'node:net';

/**
 * Makes this process the only owner of a folder on this machine; `undefined` when another one is. The lock is a socket
 * in Linux's abstract namespace, which the kernel lets go of when the process dies, however it dies.
 */
export function lockFolder(folder: string): Promise<{ release(): void } | undefined> {
  return new Promise((resolve, reject) => {
    const server: Server = createServer((socket) => socket.destroy());
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') resolve(undefined);
      else reject(error);
    });
    server.listen({ path: `\0postern-journal:${folder}` }, () => {
      server.unref();
      resolve({ release: () => server.close() });
    });
  });
}
