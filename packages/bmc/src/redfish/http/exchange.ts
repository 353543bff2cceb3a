/** One HTTP request and its answer, with limits. Knows TLS and HTTP; knows nothing of Redfish but its JSON. */
import { Client, errors } from 'undici';
import { BmcError, type Outcome } from '../../errors.ts';
import { connectPinned, type TlsAddress } from './certificate.ts';
import { type Json, parseJson } from './json.ts';
import type { RedfishTiming } from './timing.ts';

export interface RawRequest {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly body?: Json;
  readonly token?: string;
  /** The whole header. */
  readonly authorization?: string;
  readonly ifMatch?: string;
  readonly timeoutMs?: number;
}

export interface RawReply {
  readonly status: number;
  /** Lower-case names; the first of each. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: Json | undefined;
  readonly retryAfterSeconds: number | undefined;
}

export interface Exchange {
  /** Rejects with `unreachable`, `certificate-changed` or `protocol-violation`; a refusal is an answer. */
  send(request: RawRequest): Promise<RawReply>;
  close(): Promise<void>;
}

const getAttempts = 3;

/** One connection, one request at a time: BMCs have few sockets, and simple ones confuse two requests. */
export function createExchange(address: TlsAddress, pin: string, timing: RedfishTiming): Exchange {
  const client = new Client(`https://${authority(address)}`, {
    pipelining: 1,
    headersTimeout: timing.replyTimeoutMs,
    bodyTimeout: timing.replyTimeoutMs,
    maxResponseSize: timing.maxBodyBytes,
    connect: (_options, callback) => {
      connectPinned(address, pin, timing.connectTimeoutMs).then(
        (socket) => callback(null, socket),
        (error: unknown) => callback(error instanceof Error ? error : new Error('no connection'), null),
      );
    },
  });

  async function sendOnce(request: RawRequest): Promise<RawReply> {
    const { method, path, body, token, authorization, ifMatch } = request;
    const { timeoutMs = timing.requestTimeoutMs } = request;
    const answer = await client.request({
      method,
      path,
      headers: {
        accept: 'application/json',
        // A compressed answer could be far larger than what was counted on the wire.
        'accept-encoding': 'identity',
        'odata-version': '4.0',
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(token === undefined ? {} : { 'x-auth-token': token }),
        ...(authorization === undefined ? {} : { authorization }),
        ...(ifMatch === undefined ? {} : { 'if-match': ifMatch }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(timeoutMs),
    });
    const text = await answer.body.text();
    const headers = firstOf(answer.headers);
    if (answer.statusCode >= 300 && answer.statusCode < 400) {
      throw violation('The BMC answered with a redirection, which is not followed.', outcomeOf(method));
    }
    return {
      status: answer.statusCode,
      headers,
      body: bodyOf(text, answer.statusCode, method),
      retryAfterSeconds: secondsOf(headers['retry-after']),
    };
  }

  return {
    async send(request) {
      for (let attempt = 1; ; attempt++) {
        try {
          return await sendOnce(request);
        } catch (error) {
          const failure = failureOf(error, request.method);
          // Only what changes nothing is sent again by itself.
          if (request.method !== 'GET' || failure.retry !== 'now' || attempt >= getAttempts) throw failure;
        }
      }
    },
    close: () => client.destroy(),
  };
}

function authority({ host, port }: TlsAddress): string {
  return `${host.includes(':') ? `[${host}]` : host}:${port}`;
}

/** An answer that says no may come as HTML or as nothing; one that says yes must be JSON, or empty. */
function bodyOf(text: string, status: number, method: RawRequest['method']): Json | undefined {
  if (text.trim() === '') return undefined;
  try {
    return parseJson(text);
  } catch (error) {
    if (status >= 400) return undefined;
    if (method !== 'GET') return undefined;
    throw error;
  }
}

function firstOf(headers: Readonly<Record<string, string | readonly string[] | undefined>>) {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name.toLowerCase(),
      typeof value === 'string' ? value : value?.[0],
    ]),
  );
}

function secondsOf(header: string | undefined): number | undefined {
  const seconds = Number(header);
  return header !== undefined && Number.isInteger(seconds) && seconds >= 0 ? seconds : undefined;
}

function outcomeOf(method: RawRequest['method']): Outcome {
  return method === 'GET' ? 'not-applied' : 'unknown';
}

/** undici's errors carry the request in their text only in part; none of it is repeated. */
function failureOf(error: unknown, method: RawRequest['method']): BmcError {
  if (error instanceof BmcError) return error;
  if (error instanceof errors.ResponseExceededMaxSizeError)
    return violation('The BMC’s answer is larger than anything that makes sense.', outcomeOf(method));
  if (error instanceof errors.HTTPParserError)
    return violation('The BMC’s answer is not HTTP.', outcomeOf(method));
  const closedByBmc = error instanceof errors.SocketError;
  return new BmcError('unreachable', 'The BMC did not answer over HTTPS.', {
    outcome: outcomeOf(method),
    retry: closedByBmc ? 'now' : 'later',
  });
}

function violation(message: string, outcome: Outcome): BmcError {
  return new BmcError('protocol-violation', message, { outcome, retry: 'later' });
}
