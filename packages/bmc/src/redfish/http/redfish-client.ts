/**
 * Requests to one BMC over one pinned TLS connection or a few, with a login session. Owns time and size limits, ETags
 * and the session; knows nothing of what resources mean.
 */
import type { RedfishTarget } from '../../capabilities.ts';
import { BmcError } from '../../errors.ts';
import { normalisePin } from './certificate.ts';
import { createExchange, type Exchange, type RawReply } from './exchange.ts';
import { type Json, linkAt, textAt } from './json.ts';
import { refusalOf } from './messages.ts';
import { followTask } from './task.ts';
import type { RedfishTiming } from './timing.ts';
import { defaultRedfishTiming } from './timing.ts';

export interface Resource {
  readonly path: string;
  readonly body: Json;
  readonly etag: string | undefined;
  /** Methods that the BMC allows here, upper case; empty when it does not tell. */
  readonly allow: readonly string[];
}

export interface Reply {
  readonly status: number;
  readonly body: Json | undefined;
  /** Path of what was created. */
  readonly location: string | undefined;
}

export interface WriteOptions {
  /** The body holds a secret: the BMC's words about it are not repeated. */
  readonly sensitive?: boolean;
}

export interface RedfishClient {
  /** The service root as it was read without a login. */
  readonly root: Json;
  /** Of the login session that is in use now; absent with basic logins. */
  readonly sessionPath: string | undefined;
  get(path: string): Promise<Resource>;
  /** Sent once; a lost answer rejects with outcome `unknown`. Tasks are followed to their end. */
  post(path: string, body: Json, options?: WriteOptions): Promise<Reply>;
  /** Under the resource's ETag, in the spelling that this BMC takes. */
  patch(path: string, body: Json, options?: WriteOptions): Promise<Reply>;
  delete(path: string): Promise<Reply>;
  /** Paths of a collection's members, over all its pages. */
  members(path: string): Promise<readonly string[]>;
  /** Ends the login session, waiting little. Never rejects. */
  close(): Promise<void>;
}

export interface RedfishDependencies {
  readonly redfishTiming?: Partial<RedfishTiming>;
  /** Asked before each single write but those of the login itself: one call of a capability may send several. Throw to stop; then it is not sent. */
  readonly beforeWrite?: () => Promise<void>;
}

const rootPath = '/redfish/v1/';
const defaultSessions = '/redfish/v1/SessionService/Sessions';
const mostPages = 200;
const mostMembers = 10_000;

/** Logs in. Rejects with `unreachable`, `certificate-changed`, `auth-failed`, `no-session-slot`, `password-change-required`, `misuse`. */
export async function openRedfishClient(
  target: RedfishTarget,
  dependencies: RedfishDependencies = {},
): Promise<RedfishClient> {
  const pin = normalisePin(target.certificateSha256);
  if (pin === undefined) throw misuse('A certificate pin is 64 hexadecimal digits (SHA-256).');
  const timing = { ...defaultRedfishTiming, ...dependencies.redfishTiming };
  const exchange = createExchange(target, pin, timing);
  try {
    const root = readable(await exchange.send({ method: 'GET', path: rootPath }));
    const session = await logIn(exchange, target, linkAt(root, 'Links', 'Sessions') ?? defaultSessions);
    const { beforeWrite } = dependencies;
    return createClient({ exchange, timing, root, target, session, beforeWrite });
  } catch (error) {
    await exchange.close();
    throw error;
  }
}

interface LoginSession {
  readonly sessionsPath: string;
  /** Instead of a token, where there is no session. */
  readonly authorization?: string;
  token: string;
  location: string | undefined;
}

async function logIn(exchange: Exchange, target: RedfishTarget, sessionsPath: string): Promise<LoginSession> {
  if (target.login === 'basic') return basicLogin(exchange, target, sessionsPath);
  const body = target.password.withBytes((bytes) => ({
    UserName: target.username,
    Password: bytes.toString('utf8'),
  }));
  const reply = await exchange.send({ method: 'POST', path: sessionsPath, body });
  if (reply.status >= 400) {
    const refusal = refusalOf(reply, { quote: false, outcome: 'not-applied' });
    // Many services are out of sessions with a plain 503.
    throw reply.status === 503 ? noSession(refusal) : refusal;
  }
  const token = reply.headers['x-auth-token'];
  const location = reply.headers.location ?? textAt(reply.body, '@odata.id');
  if (token === undefined || token === '') throw violation('The BMC opened a session without a token.');
  return { sessionsPath, token, location: location === undefined ? undefined : pathOf(location) };
}

/** Proven by a request that needs a login: a service that asks for none says so at once. */
async function basicLogin(
  exchange: Exchange,
  { username, password }: RedfishTarget,
  sessionsPath: string,
): Promise<LoginSession> {
  const pair = password.withBytes((bytes) =>
    Buffer.concat([Buffer.from(`${username}:`), bytes]).toString('base64'),
  );
  const authorization = `Basic ${pair}`;
  const reply = await exchange.send({ method: 'GET', path: '/redfish/v1/Systems', authorization });
  if (reply.status >= 400) throw refusalOf(reply, { quote: false, outcome: 'not-applied' });
  return { sessionsPath, token: '', authorization, location: undefined };
}

interface ClientParts {
  readonly exchange: Exchange;
  readonly timing: RedfishTiming;
  readonly root: Json;
  readonly target: RedfishTarget;
  readonly session: LoginSession;
  readonly beforeWrite: (() => Promise<void>) | undefined;
}

function createClient({ exchange, timing, root, target, session, beforeWrite }: ClientParts): RedfishClient {
  let closing: Promise<void> | undefined;
  let etagForm: EtagForm = 'as-given';

  async function authorised(request: Parameters<Exchange['send']>[0]): Promise<RawReply> {
    // A read that goes on after its caller has left would log in again, and nobody would end that session.
    if (closing !== undefined) throw ended();
    const { token, authorization } = session;
    if (request.method !== 'GET') await beforeWrite?.();
    if (authorization !== undefined) return exchange.send({ ...request, authorization });
    const reply = await exchange.send({ ...request, token });
    // The BMC ended the session by its idle time. The request was not carried out, so it may be sent again.
    if (reply.status !== 401) return reply;
    if (session.token === token) await logInAgain();
    return exchange.send({ ...request, token: session.token });
  }

  /** Some say 401 where they mean "not you": then the old session lives, and would hold one of few places. */
  async function logInAgain(): Promise<void> {
    const { location } = session;
    Object.assign(session, await logIn(exchange, target, session.sessionsPath));
    if (location === undefined || location === session.location) return;
    try {
      await exchange.send({ method: 'DELETE', path: location, token: session.token });
    } catch (error) {
      if (!(error instanceof BmcError)) throw error;
    }
  }

  async function get(path: string): Promise<Resource> {
    const reply = await authorised({ method: 'GET', path });
    return { path, body: readable(reply), etag: etagOf(reply), allow: allowOf(reply) };
  }

  async function write(request: Parameters<Exchange['send']>[0], options: WriteOptions): Promise<Reply> {
    return finish(await authorised(request), options);
  }

  async function finish(reply: RawReply, { sensitive = false }: WriteOptions): Promise<Reply> {
    if (reply.status >= 400) throw refusalOf(reply, { quote: !sensitive, outcome: 'unknown' });
    const { location } = reply.headers;
    if (reply.status === 202) {
      const monitor = location ?? textAt(reply.body, '@odata.id');
      if (monitor === undefined) return { status: 202, body: reply.body, location: undefined };
      return followTask(pathOf(monitor), (path) => authorised({ method: 'GET', path }), timing);
    }
    return {
      status: reply.status,
      body: reply.body,
      location: location === undefined ? undefined : pathOf(location),
    };
  }

  return {
    root,
    get sessionPath() {
      return session.location;
    },
    get,
    post: (path, body, options = {}) => write({ method: 'POST', path, body }, options),
    async patch(path, body, options = {}) {
      const { etag } = await get(path);
      let last: RawReply | undefined;
      for (const form of etag === undefined ? (['none'] as const) : formsFrom(etagForm)) {
        const ifMatch = spell(etag, form);
        last = await authorised({
          method: 'PATCH',
          path,
          body,
          ...(ifMatch === undefined ? {} : { ifMatch }),
        });
        if (last.status !== 412 && last.status !== 428) {
          if (last.status < 400 && etag !== undefined) etagForm = form;
          return finish(last, options);
        }
      }
      throw changedMeanwhile(last?.status);
    },
    delete: (path) => write({ method: 'DELETE', path }, {}),
    async members(path) {
      const found: string[] = [];
      let next: string | undefined = path;
      for (let page = 0; next !== undefined && page < mostPages; page++) {
        const { body }: Resource = await get(next);
        const listed: unknown = body.Members;
        if (Array.isArray(listed)) {
          for (const member of listed) {
            const link =
              typeof member === 'object' && member !== null ? textAt(member, '@odata.id') : undefined;
            if (link !== undefined && found.length < mostMembers) found.push(pathOf(link));
          }
        }
        const link: string | undefined = textAt(body, 'Members@odata.nextLink');
        next = link === undefined ? undefined : pathOf(link);
      }
      return found;
    },
    close() {
      closing ??= logOut(exchange, session, timing);
      return closing;
    },
  };
}

async function logOut(exchange: Exchange, session: LoginSession, timing: RedfishTiming): Promise<void> {
  try {
    if (session.location !== undefined) {
      const { token, location } = session;
      await exchange.send({ method: 'DELETE', path: location, token, timeoutMs: timing.closeTimeoutMs });
    }
  } catch (error) {
    // The BMC ends the session by its idle time.
    if (!(error instanceof BmcError)) throw error;
  } finally {
    await exchange.close();
  }
}

function readable(reply: RawReply): Json {
  if (reply.status >= 400) throw refusalOf(reply, { quote: true, outcome: 'not-applied' });
  if (reply.body === undefined) throw violation('The BMC answered without a body.');
  return reply.body;
}

/** Links that a BMC gives lead nowhere but into its own Redfish tree. */
export function pathOf(link: string): string {
  let url: URL;
  try {
    url = new URL(link, 'https://bmc.invalid');
  } catch {
    throw violation('The BMC gave a link that is none.');
  }
  if (!url.pathname.startsWith('/redfish/')) throw violation('The BMC gave a link out of its Redfish tree.');
  return url.pathname + url.search;
}

type EtagForm = 'as-given' | 'strong' | 'unquoted' | 'any' | 'none';

const etagForms: readonly EtagForm[] = ['as-given', 'strong', 'unquoted', 'any', 'none'];

/** What worked last on this BMC goes first. */
function formsFrom(first: EtagForm): readonly EtagForm[] {
  return [first, ...etagForms.filter((form) => form !== first)];
}

/** BMCs quote ETags badly, and take back only what they would have written. */
function spell(etag: string | undefined, form: EtagForm): string | undefined {
  if (etag === undefined || form === 'none') return undefined;
  if (form === 'any') return '*';
  const strong = etag.replace(/^W\//, '');
  if (form === 'strong') return strong;
  return form === 'unquoted' ? strong.replaceAll('"', '') : etag;
}

function etagOf({ headers, body }: RawReply): string | undefined {
  const etag = headers.etag ?? textAt(body, '@odata.etag');
  return etag !== undefined && /^[\x21-\x7e]{1,200}$/.test(etag) ? etag : undefined;
}

function allowOf({ headers }: RawReply): readonly string[] {
  return (headers.allow ?? '')
    .split(',')
    .map((method) => method.trim().toUpperCase())
    .filter((method) => method !== '');
}

function noSession(cause: BmcError): BmcError {
  return new BmcError('no-session-slot', 'The BMC has no room for one more session.', {
    outcome: 'not-applied',
    retry: 'later',
    cause,
  });
}

function changedMeanwhile(status: number | undefined): BmcError {
  return new BmcError('rejected', 'The resource changed while it was written, or this BMC takes no ETag.', {
    outcome: 'not-applied',
    retry: 'now',
    ...(status === undefined ? {} : { httpStatus: status }),
  });
}

function ended(): BmcError {
  return new BmcError('session-lost', 'The session is closed.', { outcome: 'not-applied', retry: 'now' });
}

function violation(message: string): BmcError {
  return new BmcError('protocol-violation', message, { outcome: 'unknown', retry: 'later' });
}

function misuse(message: string): BmcError {
  return new BmcError('misuse', message, { outcome: 'not-applied', retry: 'never' });
}
