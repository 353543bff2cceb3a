/** One viewer's way in: hello, ticket, engine, row and audit line, offer. Any step may end it; nothing is left behind. */
import { randomUUID } from 'node:crypto';
import { type Database, readConsoleFacts } from '@postern/database';
import type { ConsoleEngine, ConsoleHello } from '@postern/domain';
import { loggableError } from '../logging.ts';
import { judgeConsole } from './authority.ts';
import type { Clock } from './clock.ts';
import { type ConsoleClosed, type ConsoleSession, createConsoleSession } from './console-session.ts';
import { ConsoleOpenError, type ConsoleStream } from './engine.ts';
import type { ConsoleJournal, ConsoleRecord } from './journal.ts';
import { type EngineDependencies, openEngine } from './open-engine.ts';
import { readHello } from './read-hello.ts';
import { type RedeemedTicket, redeemTicket, subjectOf } from './redeem-ticket.ts';
import type { ConsoleRegistry } from './registry.ts';
import type { ViewerSocket } from './viewer-socket.ts';

export interface AdmissionDependencies extends EngineDependencies {
  readonly db: Database;
  readonly brokerId: string;
  readonly registry: ConsoleRegistry;
  readonly journal: ConsoleJournal;
}

/** Resolves when the viewer has his console or is turned away. Never rejects. */
export async function admitViewer(viewer: ViewerSocket, deps: AdmissionDependencies): Promise<void> {
  const { log, metrics, clock } = deps;
  try {
    const hello = await readHello(viewer, clock);
    if (hello === undefined) {
      metrics.refused.inc({ cause: 'no-hello' });
      return;
    }
    const key = randomUUID();
    const redeemed = await redeemTicket(hello.ticket, key, deps);
    if (redeemed.ok) return await openConsole(viewer, hello, { ...redeemed, key }, deps);
    log.info({ reason: redeemed.cause }, 'console refused');
    metrics.refused.inc({ cause: redeemed.cause });
    viewer.close(redeemed.reason);
  } catch (error) {
    // The database is away or worse: nobody's permission can be checked.
    log.error({ error: loggableError(error) }, 'a console could not be opened');
    metrics.refused.inc({ cause: 'internal' });
    viewer.close('engine-unavailable');
  }
}

async function openConsole(
  viewer: ViewerSocket,
  hello: ConsoleHello,
  ticket: RedeemedTicket & { readonly key: string },
  deps: AdmissionDependencies,
): Promise<void> {
  const { claims, facts, key } = ticket;
  const record: ConsoleRecord = { id: key, facts, claims };
  const log = deps.log.child({ consoleSessionId: key, serverId: claims.serverId, grantId: claims.grantId });
  const life = followLife(record, deps);
  const session = createConsoleSession({
    id: key,
    subject: subjectOf(claims, key),
    viewer,
    clock: deps.clock,
    log,
    onClosed(closed) {
      deps.registry.remove(session, closed.released);
      life.closed(closed);
    },
  });
  deps.registry.add(session);
  session.apply(ticket.verdict, ticket.askedAt);

  const stream = await openOrClose(session, record, hello, { ...deps, log });
  if (stream === undefined) return;
  if (await mayOpen(session, record, stream, { ...deps, log })) life.opened(stream.engine);
  await session.offer(stream, { serverName: facts.server.name, readOnly: claims.readOnly });
}

async function openOrClose(
  session: ConsoleSession,
  record: ConsoleRecord,
  hello: ConsoleHello,
  deps: AdmissionDependencies,
): Promise<ConsoleStream | undefined> {
  const { claims, facts } = record;
  try {
    return await openEngine({ claims, facts, hello, host: session.host }, deps);
  } catch (error) {
    const known = error instanceof ConsoleOpenError;
    const reason = known ? error.reason : 'engine-unavailable';
    if (!known) deps.log.error({ error: loggableError(error) }, 'an engine failed to open');
    session.close(reason, known ? error.message : undefined);
    deps.metrics.refused.inc({ cause: reason });
    await deps.db.transaction((tx) =>
      deps.journal.refused(tx, { claims, facts, cause: reason, outcome: 'failed' }),
    );
    return undefined;
  }
}

/** Asks once more, since opening took time, and writes row and audit line; without them no console. */
async function mayOpen(
  session: ConsoleSession,
  record: ConsoleRecord,
  stream: ConsoleStream,
  { db, journal, log, clock }: AdmissionDependencies,
): Promise<boolean> {
  if (session.isClosed()) return false;
  const askedAt = clock.now();
  try {
    return await db.transaction(async (tx) => {
      const [facts] = await readConsoleFacts(tx, [session.subject]);
      if (facts === undefined) session.close('grant-revoked', 'its user, sign-in or server is gone');
      else session.apply(judgeConsole(facts, record.claims.grantId, 'opening'), askedAt);
      if (session.isClosed()) return false;
      await journal.opened(tx, record, stream.engine);
      return true;
    });
  } catch (error) {
    log.error({ error: loggableError(error) }, 'an open console could not be written down');
    session.close('engine-unavailable');
    return false;
  }
}

/** Keeps row, audit line and metrics in step, whichever of "written" and "closed" comes first. */
function followLife(
  record: ConsoleRecord,
  deps: { journal: ConsoleJournal; clock: Clock; metrics: Metrics },
) {
  const { journal, clock, metrics } = deps;
  const startedAt = clock.now();
  let openedAt: number | undefined;
  let over: ConsoleClosed | undefined;

  function finish(): void {
    if (openedAt === undefined || over === undefined) return;
    metrics.sessions.dec();
    metrics.closed.inc({ reason: over.reason });
    metrics.bytesToViewers.inc(over.bytesToViewer);
    journal.closed(record, over, openedAt);
  }
  return {
    opened(engine: ConsoleEngine) {
      openedAt = clock.now();
      metrics.sessions.inc();
      metrics.opened.inc({ engine });
      metrics.openSeconds.observe({ engine }, (openedAt - startedAt) / 1000);
      finish();
    },
    closed(closed: ConsoleClosed) {
      over = closed;
      finish();
    },
  };
}

type Metrics = AdmissionDependencies['metrics'];
