import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { connectionTarget } from './connection-target.ts';

const firstDelayMs = 100;
const longestDelayMs = 5_000;
/** A dead peer is noticed by asking: a silent connection looks the same as one with nothing to say. */
const probeEveryMs = 10_000;

export interface Listener {
  close(): Promise<void>;
}

/**
 * Listens on a connection of its own, and comes back when that breaks. What was said in between is lost, so
 * `onReconnect` is called each time the connection stands again (also the first time): re-read then.
 */
export function listen(options: {
  readonly url: string;
  readonly role?: string | undefined;
  readonly channels: readonly string[];
  readonly onNotification: (channel: string, payload: string) => void;
  readonly onReconnect: () => void;
  /** Told of each break; the listener goes on by itself. */
  readonly onError?: ((error: Error) => void) | undefined;
}): Listener {
  const stopping = new AbortController();
  const finished = stayConnected(options, stopping.signal);
  return {
    async close() {
      stopping.abort();
      await finished;
    },
  };
}

async function stayConnected(options: Parameters<typeof listen>[0], stopped: AbortSignal): Promise<void> {
  let delayMs = firstDelayMs;
  while (!stopped.aborted) {
    try {
      await listenOnce(options, stopped, () => {
        delayMs = firstDelayMs;
      });
    } catch (error) {
      options.onError?.(error instanceof Error ? error : new Error(String(error)));
    }
    await sleep(delayMs, undefined, { signal: stopped }).catch(() => undefined);
    delayMs = Math.min(delayMs * 2, longestDelayMs);
  }
}

/** Returns when `stopped` aborts. @throws Error when the connection breaks or was never made. */
async function listenOnce(
  options: Parameters<typeof listen>[0],
  stopped: AbortSignal,
  onStanding: () => void,
): Promise<void> {
  const { config } = connectionTarget(options.url, options.role);
  const client = new pg.Client({
    ...config,
    keepAlive: true,
    connectionTimeoutMillis: 5_000,
    query_timeout: 5_000,
  });
  const broken = new Promise<never>((_, reject) => {
    client.once('error', reject);
    client.once('end', () => reject(new Error('the connection to Postgres ended')));
  });
  broken.catch(() => undefined);
  client.on('notification', ({ channel, payload }) => options.onNotification(channel, payload ?? ''));
  try {
    await client.connect();
    for (const channel of options.channels) await client.query(`listen ${client.escapeIdentifier(channel)}`);
    onStanding();
    options.onReconnect();
    await Promise.race([broken, probe(client, stopped)]);
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function probe(client: pg.Client, stopped: AbortSignal): Promise<void> {
  while (!stopped.aborted) {
    await sleep(probeEveryMs, undefined, { signal: stopped }).catch(() => undefined);
    if (!stopped.aborted) await client.query('select 1');
  }
}
