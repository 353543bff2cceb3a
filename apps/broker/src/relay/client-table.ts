/**
 * The client ports that a relay serves at one time. Each run of a tool comes from a port of its own and gets a way to
 * the BMC of its own, so that replies find back.
 *
 * The number is bounded, and anybody can write any sender into a datagram. So a client is *proven* once it names a session
 * that the BMC opened: it has read a reply, hence is where it says. A proven one never gives way to others.
 */
export interface ClientTable<Way> {
  find(key: string): Client<Way> | undefined;
  /** Enters a client, at the cost of the quietest unproven one when the table is full. `undefined`: all are proven. */
  enter(key: string, nowMs: number, open: () => Way): Client<Way> | undefined;
  remove(key: string): void;
  /** Those that were silent for too long leave. */
  dropIdle(nowMs: number): void;
  /** All but these leave. */
  keep(which: (way: Way) => boolean): void;
  clear(): void;
  readonly size: number;
}

export interface Client<Way> {
  readonly way: Way;
  usedAt: number;
  proven: boolean;
}

export interface ClientLimits {
  readonly maxClients: number;
  readonly unprovenIdleMs: number;
  readonly provenIdleMs: number;
}

/** `onLeave` hears of each client that leaves, however it leaves. */
export function createClientTable<Way>(limits: ClientLimits, onLeave: (way: Way) => void): ClientTable<Way> {
  const clients = new Map<string, Client<Way>>();

  function remove(key: string): void {
    const client = clients.get(key);
    if (client === undefined) return;
    clients.delete(key);
    onLeave(client.way);
  }

  function quietestUnproven(): string | undefined {
    let quietest: { readonly key: string; readonly usedAt: number } | undefined;
    for (const [key, { proven, usedAt }] of clients) {
      if (!proven && (quietest === undefined || usedAt < quietest.usedAt)) quietest = { key, usedAt };
    }
    return quietest?.key;
  }

  return {
    find: (key) => clients.get(key),
    enter(key, nowMs, open) {
      if (clients.size >= limits.maxClients) {
        const leaving = quietestUnproven();
        if (leaving === undefined) return undefined;
        remove(leaving);
      }
      const client: Client<Way> = { way: open(), usedAt: nowMs, proven: false };
      clients.set(key, client);
      return client;
    },
    remove,
    dropIdle(nowMs) {
      for (const [key, { proven, usedAt }] of clients) {
        if (nowMs - usedAt > (proven ? limits.provenIdleMs : limits.unprovenIdleMs)) remove(key);
      }
    },
    keep(which) {
      for (const [key, { way }] of clients) if (!which(way)) remove(key);
    },
    clear() {
      for (const key of [...clients.keys()]) remove(key);
    },
    get size() {
      return clients.size;
    },
  };
}
