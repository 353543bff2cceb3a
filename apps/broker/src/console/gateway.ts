/**
 * The door that browsers knock at for consoles: one HTTP server whose only use is the WebSocket upgrade.
 * Knows origins, limits and the order of closing; who may enter is `admit-viewer.ts`, what a console is
 * `console-session.ts`.
 */
import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { type Database, moveConsoleDeadline } from '@postern/database';
import { type ConsoleCloseReason, consoleSubprotocol, type LiveChange } from '@postern/domain';
import { type WebSocket, WebSocketServer } from 'ws';
import { type Logger, loggableError } from '../logging.ts';
import { admitViewer } from './admit-viewer.ts';
import { type Clock, monotonicClock } from './clock.ts';
import type { ConsoleMetrics } from './console-metrics.ts';
import { createConsoleJournal } from './journal.ts';
import type { GuacdAddress } from './kvm/guacd/guacd-connection.ts';
import { createGuacdDoor } from './kvm/guacd/guacd-door.ts';
import type { EngineDependencies } from './open-engine.ts';
import { isAllowedOrigin } from './origin.ts';
import { createRecheck } from './recheck.ts';
import { createConsoleRegistry } from './registry.ts';
import { createViewerSocket } from './viewer-socket.ts';

export interface ConsoleGatewayConfig {
  readonly host: string;
  /** TCP port; 0 takes any. */
  readonly port: number;
  /** Serialised origins, e.g. `https://portal.example`. */
  readonly allowedOrigins: readonly string[];
  /** Absent: screens are opened directly. */
  readonly guacd?: GuacdAddress | undefined;
}

/** What the gateway wants to hear of the database's notices. */
export interface ConsoleWakeUps {
  changed(change: LiveChange): void;
  /** Rights may have changed that no single change names, or notices may have been lost. */
  everything(): void;
}

export interface ConsoleGatewayOptions
  extends Pick<EngineDependencies, 'openScreenPassword' | 'openBmcForSerial'> {
  readonly db: Database;
  readonly brokerId: string;
  readonly config: ConsoleGatewayConfig;
  /** Subscribes to the notices; the result ends the subscription. */
  readonly listen: (wakeUps: ConsoleWakeUps) => () => void;
  readonly log: Logger;
  readonly metrics: ConsoleMetrics;
  readonly clock?: Clock;
}

export interface ConsoleGateway {
  readonly address: AddressInfo;
  /** Consoles in this process, those being opened included. */
  sessions(): readonly { readonly id: string; readonly grantId: string | null; readonly serverId: string }[];
  /** Closes all consoles, their targets and their rows. Resolves when nothing of them is left. */
  close(reason?: ConsoleCloseReason): Promise<void>;
}

/** Guacamole's longest instruction is 8 KiB, noVNC's messages are smaller; a batch of them fits. */
const maxMessageBytes = 64 * 1024;
/** Sockets that have not shown a ticket yet. */
const maxStrangers = 500;
const stopMs = 3000;

/** Starts listening. Rows that an earlier life of this broker left open are closed first. */
export async function createConsoleGateway(options: ConsoleGatewayOptions): Promise<ConsoleGateway> {
  const { db, brokerId, config, log, metrics, clock = monotonicClock } = options;
  const registry = createConsoleRegistry();
  const journal = createConsoleJournal({ db, brokerId, clock, log });
  await journal.closeAbandoned();

  const onMoved = (grantId: string) => {
    moveConsoleDeadline(db.client, { grantId }).catch((error: unknown) =>
      log.warn({ grantId, error: loggableError(error) }, 'a moved deadline was not written down'),
    );
  };
  const recheck = createRecheck({ db, registry, clock, log, onMoved });
  const guacd = config.guacd && createGuacdDoor({ address: config.guacd, clock });
  const { openScreenPassword, openBmcForSerial } = options;
  const admission = {
    db,
    brokerId,
    registry,
    journal,
    guacd,
    clock,
    log,
    metrics,
    openScreenPassword,
    openBmcForSerial,
  };

  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: maxMessageBytes,
    perMessageDeflate: false,
    handleProtocols: (offered) => (offered.has(consoleSubprotocol) ? consoleSubprotocol : false),
  });
  const strangers = new Set<Promise<void>>();
  const admit = (socket: WebSocket) => {
    const admitted = admitViewer(createViewerSocket({ socket, clock }), admission).finally(() =>
      strangers.delete(admitted),
    );
    strangers.add(admitted);
  };

  const server = createServer({ headersTimeout: 5000, requestTimeout: 5000 }, (_, response) => {
    response.writeHead(426, { connection: 'close', upgrade: 'websocket' }).end();
  });
  server.on('upgrade', (request, connection, head) => {
    const refusal = refuseUpgrade(request, config.allowedOrigins, strangers.size);
    if (refusal === undefined) return sockets.handleUpgrade(request, connection, head, admit);
    metrics.refused.inc({ cause: refusal.cause });
    log.info({ reason: refusal.cause }, 'a connection was refused');
    answer(connection, refusal.status);
  });
  server.listen(config.port, config.host);
  await once(server, 'listening');

  const unsubscribe = options.listen({
    changed: (change) => void recheck.look(registry.touchedBy(change)),
    everything: () => recheck.lookAtAll(),
  });

  return {
    address: server.address() as AddressInfo,
    sessions: () =>
      registry.all().map(({ id, subject: { grantId, serverId } }) => ({ id, grantId, serverId })),
    async close(reason = 'broker-stopping') {
      unsubscribe();
      recheck.stop();
      const closed = once(server, 'close');
      server.close();
      for (const session of registry.all()) session.close(reason);
      const gone = [...sockets.clients].map((socket) => goneOrTerminated(socket, clock));
      const left = Promise.all([...gone, ...strangers, registry.released()]);
      await atMost(left, stopMs, clock);
      await journal.stop(stopMs);
      server.closeAllConnections();
      await closed;
    },
  };
}

interface UpgradeRefusal {
  readonly status: string;
  readonly cause: string;
}

function refuseUpgrade(
  { headers, url }: IncomingMessage,
  allowedOrigins: readonly string[],
  strangers: number,
): UpgradeRefusal | undefined {
  if (!isAllowedOrigin(headers.origin, allowedOrigins)) return { status: '403 Forbidden', cause: 'origin' };
  if (!isConsolePath(url)) return { status: '404 Not Found', cause: 'path' };
  const offered = headers['sec-websocket-protocol']?.split(',').map((name) => name.trim());
  if (!offered?.includes(consoleSubprotocol)) return { status: '400 Bad Request', cause: 'subprotocol' };
  if (strangers >= maxStrangers) return { status: '503 Service Unavailable', cause: 'crowded' };
  return undefined;
}

/** `/console`, or `/console/<broker>` where an ingress tells the brokers of a site apart by path. */
function isConsolePath(url: string | undefined): boolean {
  return url !== undefined && /^\/console(\/[\w.-]+)?$/.test(url);
}

function answer(connection: Duplex, status: string): void {
  connection.on('error', () => undefined);
  connection.end(`HTTP/1.1 ${status}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`, () =>
    connection.destroy(),
  );
}

/** Something that does not come to its end in time does not hold up ours. */
async function atMost(work: Promise<unknown>, ms: number, clock: Clock): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = clock.after(ms, resolve);
  await Promise.race([work, promise]);
  timer.cancel();
}

/** A socket that has not entered yet, or does not take leave, does not hold up the end. */
function goneOrTerminated(socket: WebSocket, clock: Clock): Promise<void> {
  if (socket.readyState === socket.CLOSED) return Promise.resolve();
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = clock.after(1000, () => socket.terminate());
  socket.once('close', () => {
    timer.cancel();
    resolve();
  });
  return promise;
}
