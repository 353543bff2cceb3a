/** The composition root: the one place that knows which parts the portal is made of. */
import { readFileSync } from 'node:fs';
import { createDatabase, type Database, listen, type Tx } from '@postern/database';
import { changesChannel } from '@postern/domain';
import { readEnvironment } from '../env.ts';
import { createLiveHub, type LiveHub } from './live/hub.ts';
import { createLogger, type Logger, loggableError } from './log.ts';
import { done, type Result, RollBack, refused } from './refusal.ts';

export interface Portal {
  readonly db: Database;
  readonly log: Logger;
  readonly live: LiveHub;
  /** The address that people type, e.g. `https://portal.example`. */
  readonly origin: string;
  /** Opens what brokers sealed for tenants. */
  readonly privateKeyPem: string;
  readonly sessionSecret: string;
}

// Next loads this module once for each of its bundles (pages, routes, proxy); the parts are made once per process.
const held = globalThis as typeof globalThis & { posternPortal?: Portal };

export function getPortal(): Portal {
  held.posternPortal ??= createPortal();
  return held.posternPortal;
}

function createPortal(): Portal {
  const env = readEnvironment();
  const log = createLogger(env.POSTERN_LOG_LEVEL);
  const role = env.POSTERN_DATABASE_ROLE;
  return {
    db: createDatabase({ url: env.DATABASE_URL, role }),
    log,
    live: createLiveHub((receive) =>
      listen({
        url: env.DATABASE_URL,
        role,
        channels: [changesChannel],
        onNotification: (_channel, payload) => receive.change(payload),
        onReconnect: receive.everything,
        onError: (error) => log.warn({ error: loggableError(error) }, 'the live connection broke'),
      }),
    ),
    origin: new URL(env.NEXTAUTH_URL).origin,
    privateKeyPem: readFileSync(env.POSTERN_PORTAL_KEY_FILE, 'utf8'),
    sessionSecret: readFileSync(env.NEXTAUTH_SECRET_FILE, 'utf8').trim(),
  };
}

/** Runs a use-case in one transaction. What it refuses after having written something is rolled back (`RollBack`). */
export async function transact<Value>(
  db: Database,
  work: (tx: Tx) => Promise<Result<Value>>,
): Promise<Result<Value>> {
  try {
    return await db.transaction(async (tx) => {
      const result = await work(tx);
      if (!result.ok) throw new RollBack(result.refusal);
      return done(result.value);
    });
  } catch (error) {
    if (error instanceof RollBack) return refused(error.refusal);
    throw error;
  }
}
