import { type ConsoleHello, consoleHello } from '@postern/domain';
import type { Clock } from './clock.ts';
import type { ViewerSocket } from './viewer-socket.ts';

const helloMs = 5000;

/**
 * Waits for a viewer's first message. Resolves to `undefined`, with the socket closed, when it does not come in time,
 * is not what it should be, or the viewer leaves; a second message before the ticket is judged is misbehaviour too.
 */
export function readHello(viewer: ViewerSocket, clock: Clock): Promise<ConsoleHello | undefined> {
  const { promise, resolve } = Promise.withResolvers<ConsoleHello | undefined>();
  const misbehaved = () => {
    viewer.close('viewer-misbehaved');
    resolve(undefined);
  };
  const timer = clock.after(helloMs, misbehaved);
  viewer.onEnd((reason) => {
    viewer.close(reason);
    resolve(undefined);
  });
  viewer.onMessage((message) => {
    viewer.onMessage(misbehaved);
    const hello = message.kind === 'text' ? parseHello(message.text) : undefined;
    if (hello) resolve(hello);
    else misbehaved();
  });
  return promise.finally(() => timer.cancel());
}

function parseHello(text: string): ConsoleHello | undefined {
  try {
    return consoleHello.safeParse(JSON.parse(text)).data;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
