/**
 * The server's half of an RFB 3.8 handshake with a browser as a pure step function: the only security type on offer
 * is None, because the ticket has let the viewer in and the screen's password stays here.
 *
 * States: `version` → `security` → `init` → `done`, or `failed` from any. `beginViewerHandshake` is sent first.
 */
import type { ByteQueue } from './byte-queue.ts';

export type ViewerHandshakeState = 'version' | 'security' | 'init' | 'done' | 'failed';

export interface ViewerHandshakeStep {
  readonly state: ViewerHandshakeState;
  readonly send?: Buffer;
}

const version = Buffer.from('RFB 003.008\n');
const securityNone = 1;

export function beginViewerHandshake(): { readonly state: ViewerHandshakeState; readonly send: Buffer } {
  return { state: 'version', send: version };
}

/** `serverInit` is the screen's own, relayed at the end. Returns `undefined` while more input is needed. */
export function stepViewerHandshake(
  state: ViewerHandshakeState,
  input: ByteQueue,
  serverInit: Buffer,
): ViewerHandshakeStep | undefined {
  switch (state) {
    case 'version': {
      const spoken = input.take(version.length);
      if (spoken === undefined) return undefined;
      return spoken.equals(version)
        ? { state: 'security', send: Buffer.of(1, securityNone) }
        : { state: 'failed' };
    }
    case 'security': {
      const chosen = input.take(1)?.[0];
      if (chosen === undefined) return undefined;
      return chosen === securityNone ? { state: 'init', send: Buffer.alloc(4) } : { state: 'failed' };
    }
    case 'init':
      // Whether to share the screen with other viewers is decided by the broker, not by this byte.
      return input.take(1) === undefined ? undefined : { state: 'done', send: serverInit };
    case 'done':
    case 'failed':
      return undefined;
  }
}
