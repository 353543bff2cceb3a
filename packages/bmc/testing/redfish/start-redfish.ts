/** A strict Redfish service over HTTPS on one model of a server. */
import { randomBytes, randomUUID, X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer, type Server } from 'node:https';
import { gzipSync } from 'node:zlib';
import type { Clock } from '../../src/clock.ts';
import type { ServerModel } from '../server/server-model.ts';
import { privilegeCodes } from '../server/user-table.ts';
import { sharedCertificate, type TlsIdentity } from '../tls/certificate.ts';
import { createRedfishFaults, type RedfishFault, type RedfishFaults, takeFault } from './redfish-faults.ts';
import type { RedfishHabit } from './redfish-habits.ts';
import { notFound, refuse, type ServiceReply } from './reply.ts';
import { matchPattern, type Route } from './route.ts';
import { accountRoutes } from './routes/accounts.ts';
import { chassisRoutes, managerRoutes } from './routes/managers.ts';
import { rootRoutes } from './routes/root.ts';
import { systemRoutes } from './routes/systems.ts';
import type { RedfishService, RedfishSession } from './service.ts';

export interface RedfishOptions {
  readonly server: ServerModel;
  readonly habit: RedfishHabit;
  readonly clock: Clock;
  readonly host: string;
  /** TCP port; 0 takes any. */
  readonly port: number;
  /** Called when the BMC is restarted through Redfish. */
  readonly onRestart: (downMs: number) => void;
  readonly tls?: TlsIdentity;
}

export interface VirtualRedfish {
  readonly port: number;
  /** What the certificate's SHA-256 is now. */
  readonly certificateSha256: string;
  readonly faults: RedfishFaults;
  /** `METHOD path` of each request that reached the service. */
  readonly requests: readonly string[];
  sessions(): readonly RedfishSession[];
  readonly media: ReadonlyMap<string, string | undefined>;
  readonly mustChange: ReadonlySet<number>;
  /** Power operations that were carried out. */
  readonly resets: number;
  /** The certificate of the next connections, as after a factory reset. */
  useCertificate(tls: TlsIdentity): void;
  close(): Promise<void>;
}

const routes: readonly Route[] = [
  ...rootRoutes,
  ...accountRoutes,
  ...systemRoutes,
  ...managerRoutes,
  ...chassisRoutes,
];

const mostBodyBytes = 64 * 1024;

export async function startRedfish(options: RedfishOptions): Promise<VirtualRedfish> {
  const { server, habit, clock, host, port } = options;
  let tls = options.tls ?? (await sharedCertificate());
  let downUntilMs = Number.NEGATIVE_INFINITY;
  const service: RedfishService = {
    server,
    habit,
    clock,
    faults: createRedfishFaults(),
    uuid: randomUUID(),
    sessions: new Map(),
    log: [],
    media: new Map(),
    mustChange: new Set(),
    requests: [],
    effects: { resets: 0 },
    restart(downMs) {
      downUntilMs = clock.now() + downMs;
      service.sessions.clear();
      options.onRestart(downMs);
    },
  };
  const https: Server = createServer({ ...tls, minVersion: 'TLSv1.2' }, (request, response) => {
    if (clock.now() < downUntilMs) return void request.socket.destroy();
    answer(service, request, response).catch(() => request.socket.destroy());
  });
  https.on('tlsClientError', () => undefined);
  https.listen(port, host);
  await once(https, 'listening');
  const address = https.address();
  if (address === null || typeof address === 'string') throw new Error('the service has no port');
  return {
    port: address.port,
    get certificateSha256() {
      return new X509Certificate(tls.cert).fingerprint256.replaceAll(':', '').toLowerCase();
    },
    faults: service.faults,
    requests: service.requests,
    sessions: () => [...service.sessions.values()],
    media: service.media,
    mustChange: service.mustChange,
    get resets() {
      return service.effects.resets;
    },
    useCertificate(next) {
      tls = next;
      https.setSecureContext(next);
      https.closeAllConnections();
    },
    async close() {
      const closed = once(https, 'close');
      https.close();
      https.closeAllConnections();
      await closed;
    },
  };
}

async function answer(
  service: RedfishService,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const url = new URL(request.url ?? '/', 'https://bmc.invalid');
  const method = request.method ?? 'GET';
  const body = await bodyOf(request);
  const { faults } = service;
  if (faults.delayMs > 0)
    await new Promise<void>((resolve) => void service.clock.after(faults.delayMs, resolve));
  const fault = takeFault(faults, method, url.pathname);
  service.requests.push(`${method} ${url.pathname}`);
  if (fault === 'drop') return void request.socket.destroy();
  const faulty = replyOfFault(fault);
  if (faulty !== undefined) return send(response, faulty);
  if (fault === 'trickle') return trickle(response, service.clock);
  const reply = fault === 'lie' ? { status: 204 } : dispatch(service, { method, url, body, request, fault });
  if (fault === 'lose-answer') return void request.socket.destroy();
  if (fault === 'truncated-json')
    return sendText(response, reply.status, JSON.stringify(reply.body).slice(0, -9));
  send(response, reply);
}

interface Incoming {
  readonly method: string;
  readonly url: URL;
  readonly body: Readonly<Record<string, unknown>> | undefined;
  readonly request: IncomingMessage;
  readonly fault: RedfishFault['kind'] | undefined;
}

function dispatch(service: RedfishService, incoming: Incoming): ServiceReply {
  const { method, url, body, request, fault } = incoming;
  const here = routes.flatMap((route) => {
    const params = matchPattern(route.pattern, url.pathname);
    return params === undefined ? [] : [{ route, params }];
  });
  const found = here.find(({ route }) => route.method === method);
  if (here.length === 0) return notFound;
  if (found === undefined) return refuse(405, 'OperationNotAllowed', 'The method is not allowed.');
  if (body === undefined) return refuse(400, 'MalformedJSON', 'The body is no JSON object.');
  const session = sessionOf(service, request);
  const refusal = refuseRole(service, found.route, session, url.pathname, method);
  if (refusal !== undefined) return refusal;
  const ifMatch = fault === 'stale-etag' ? 'stale' : request.headers['if-match'];
  const { route, params } = found;
  return route.run({ service, path: url.pathname, params, query: url.searchParams, body, ifMatch, session });
}

function sessionOf(service: RedfishService, request: IncomingMessage): RedfishSession | undefined {
  const token = request.headers['x-auth-token'];
  const basic = /^Basic ([A-Za-z0-9+/=]+)$/.exec(request.headers.authorization ?? '')?.[1];
  if (basic !== undefined) return basicSession(service, Buffer.from(basic, 'base64').toString('utf8'));
  return [...service.sessions.values()].find((session) => session.token === token);
}

/** A login that lasts for its request, as simple tools use it. */
function basicSession({ server }: RedfishService, login: string): RedfishSession | undefined {
  const username = login.slice(0, login.indexOf(':'));
  const user = server.users.findByName(username);
  const known = user?.enabled === true && user.password.equals(Buffer.from(login.slice(username.length + 1)));
  return known ? { id: 'basic', token: '', slot: user.slot, username, privilege: user.privilege } : undefined;
}

const needed = {
  ReadOnly: privilegeCodes.user,
  Operator: privilegeCodes.operator,
  Administrator: privilegeCodes.administrator,
};

function refuseRole(
  service: RedfishService,
  { role }: Route,
  session: RedfishSession | undefined,
  path: string,
  method: string,
): ServiceReply | undefined {
  if (role === 'none') return undefined;
  if (session === undefined) return refuse(401, 'NoValidSession', 'There is no valid session.');
  const user = service.server.users.slot(session.slot);
  const survives = service.habit.sessionsSurvive;
  const isGone = user === undefined || user.name !== session.username;
  if (isGone && !survives) return refuse(401, 'NoValidSession', 'There is no valid session.');
  const own = `/redfish/v1/AccountService/Accounts/${service.habit.accountId === 'name' ? user?.name : session.slot}`;
  const endsOwn = method === 'DELETE' && path.endsWith(session.id);
  if (service.mustChange.has(session.slot) && path !== own && !endsOwn)
    return refuse(403, 'PasswordChangeRequired', 'The password has to be changed.', [own]);
  // A session that outlasts its user goes on with the rights that it began with.
  const held = isGone ? session.privilege : user.privilege;
  const privilege = held > privilegeCodes.administrator ? privilegeCodes.user : held;
  return privilege >= needed[role]
    ? undefined
    : refuse(403, 'InsufficientPrivilege', 'The role is not enough.');
}

function replyOfFault(fault: RedfishFault['kind'] | undefined): ServiceReply | undefined {
  switch (fault) {
    case 'busy': {
      const busy = refuse(503, 'ServiceTemporarilyUnavailable', 'Try again later.', ['7']);
      return { ...busy, headers: { 'retry-after': '7' } };
    }
    case 'unauthorised':
      return refuse(401, 'NoValidSession', 'There is no valid session.');
    case 'refuse':
      return refuse(400, 'GeneralError', 'A general error has occurred.');
    case 'redirect':
      return { status: 302, headers: { location: 'https://192.0.2.1/redfish/v1/' } };
    case 'html':
      return { status: 200, headers: { 'content-type': 'text/html' }, body: '<html>' };
    case 'huge':
      return { status: 200, body: { filler: randomBytes(4 * 1024 * 1024).toString('hex') } };
    case 'deep':
      return { status: 200, body: `${'{"a":'.repeat(nesting)}1${'}'.repeat(nesting)}` };
    case 'gzip-bomb':
      return {
        status: 200,
        headers: { 'content-encoding': 'gzip', 'content-type': 'application/json' },
        body: gzipSync(Buffer.alloc(64 * 1024 * 1024, ' ')),
      };
    default:
      return undefined;
  }
}

const nesting = 100_000;
const trickleEveryMs = 20;

/** Each byte comes soon enough for whoever waits for the next one only. */
function trickle(response: ServerResponse, clock: Clock): void {
  response.writeHead(200, { 'content-type': 'application/json' });
  const next = () => {
    if (response.destroyed) return;
    response.write(' ');
    clock.after(trickleEveryMs, next);
  };
  next();
}

/** An empty body is an empty object; what is no object is `undefined`. */
async function bodyOf(request: IncomingMessage): Promise<Readonly<Record<string, unknown>> | undefined> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request) {
    size += part.length;
    if (size > mostBodyBytes) return undefined;
    parts.push(part);
  }
  if (size === 0) return {};
  try {
    const value: unknown = JSON.parse(Buffer.concat(parts).toString('utf8'));
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}

function send(response: ServerResponse, { headers, status, body }: ServiceReply): void {
  const raw = typeof body === 'string' || Buffer.isBuffer(body);
  for (const [name, value] of Object.entries(headers ?? {})) response.setHeader(name, value);
  sendText(response, status, raw ? body : body === undefined ? '' : JSON.stringify(body));
}

function sendText(response: ServerResponse, status: number, text: string | Buffer): void {
  if (text.length > 0 && !response.hasHeader('content-type'))
    response.setHeader('content-type', 'application/json');
  response.writeHead(status);
  response.end(text);
}
