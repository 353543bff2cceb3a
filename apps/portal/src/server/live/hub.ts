import { type LiveChange, liveChange } from '@postern/domain';

/**
 * What a subscriber hears: a change; that changes may have been missed and everything has to be read again; or that the
 * process is stopping and nothing more will come.
 */
export type LiveNews =
  | { readonly kind: 'change'; readonly change: LiveChange }
  | { readonly kind: 'resync' }
  | { readonly kind: 'closing' };

export interface LiveHub {
  /** Returns how to stop listening. */
  subscribe(listener: (news: LiveNews) => void): () => void;
  /** Ends all streams, also those that are opened later, and the connection. A server with open streams cannot stop. */
  close(): Promise<void>;
}

interface Receive {
  change(payload: string): void;
  everything(): void;
}

/**
 * Fans out the database's notices to all open pages of this process over one connection, which is opened by the first
 * subscriber and kept. A notice that makes no sense is dropped: the row is the truth, the notice only a wake-up.
 */
export function createLiveHub(connect: (receive: Receive) => { close(): Promise<void> }): LiveHub {
  const listeners = new Set<(news: LiveNews) => void>();
  let connection: { close(): Promise<void> } | undefined;
  let closed = false;

  function tell(news: LiveNews): void {
    for (const listener of listeners) listener(news);
  }

  return {
    subscribe(listener) {
      if (closed) {
        listener({ kind: 'closing' });
        return () => {};
      }
      listeners.add(listener);
      connection ??= connect({
        change(payload) {
          const change = parse(payload);
          if (change !== null) tell({ kind: 'change', change });
        },
        everything: () => tell({ kind: 'resync' }),
      });
      return () => listeners.delete(listener);
    },
    async close() {
      closed = true;
      tell({ kind: 'closing' });
      listeners.clear();
      await connection?.close();
      connection = undefined;
    },
  };
}

function parse(payload: string): LiveChange | null {
  try {
    return liveChange.parse(JSON.parse(payload));
  } catch (error) {
    if (error instanceof Error) return null;
    throw error;
  }
}
