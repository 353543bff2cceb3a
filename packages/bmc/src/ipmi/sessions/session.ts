/**
 * An established RMCP+ session. Owns sequence numbers, retries and the keep-alive. One command is outstanding at a
 * time, because simple BMCs confuse two; two reads where the BMC was seen to bear it. Knows nothing of what commands mean.
 */
import type { Clock, Timer } from '../../clock.ts';
import { BmcError, type Outcome } from '../../errors.ts';
import type { RandomSource } from '../../random-source.ts';
import type { Timing } from '../../timing.ts';
import { closeSession } from '../commands/app/close-session.ts';
import { getDeviceId } from '../commands/app/get-device-id.ts';
import type { Command } from '../commands/command.ts';
import { CompletionCode, completionError } from '../completion-code.ts';
import type { CipherSuite } from '../crypto/cipher-suite.ts';
import { openPacket, type SessionPacket, sealPacket } from '../crypto/sealed-packet.ts';
import { ByteReader } from '../framing/byte-reader.ts';
import { ByteWriter } from '../framing/byte-writer.ts';
import {
  decodeIpmiResponse,
  encodeIpmiRequest,
  type IpmiResponse,
  requestSequenceModulus,
} from '../framing/ipmi-message.ts';
import { PayloadType } from '../framing/payload-type.ts';
import type { EstablishedKeys } from '../handshake.ts';
import type { RemoteMemory } from '../transport/transport.ts';
import { createReplayWindow, nextSequence } from './replay-window.ts';
import { growing, type RetryPlan, retryPlan } from './retry-plan.ts';
import { createTurns } from './turns.ts';

export interface Session {
  readonly suite: CipherSuite;
  readonly consoleSessionId: number;
  readonly bmcSessionId: number;
  readonly remote: RemoteMemory;
  readonly outstanding: 1 | 2;
  /** Datagrams that had to be sent again so far. */
  readonly repeats: number;
  /** Sends a command in its turn. A write whose reply is lost rejects with outcome `unknown`. */
  execute<Request, Response>(command: Command<Request, Response>, request: Request): Promise<Response>;
  /** Serial payloads bypass the queue. At most one receiver; `undefined` detaches it. */
  receiveSerial(receive: ((payload: Buffer) => void) | undefined): void;
  sendSerial(payload: Buffer): void;
  /** Called once, when the BMC stops answering or the session is closed. */
  onEnd(listener: () => void): void;
  /** Close Session, waiting little for its answer. Never rejects; a second call waits for the first. */
  close(): Promise<void>;
}

/** What carries a session's datagrams; the transport's link is one. */
export interface SessionLink {
  readonly remote: RemoteMemory;
  send(datagram: Uint8Array): void;
  sendFailure(): Error | undefined;
  close(): void;
}

export interface SessionOptions {
  readonly established: EstablishedKeys;
  readonly link: SessionLink;
  readonly clock: Clock;
  readonly random: RandomSource;
  readonly timing: Timing;
  /** Most reads on their way at one time; writes are always alone. */
  readonly outstanding: 1 | 2;
}

/** The shell hands each datagram of the link to `receive`. */
export interface SessionShell {
  readonly session: Session;
  receive(datagram: Buffer): void;
}

interface Pending {
  readonly netFn: number;
  readonly command: number;
  readonly effect: 'read' | 'write';
  settle(result: IpmiResponse | BmcError): void;
}

const busyRetries = 3;
const keepAliveJitter = 0.2;

export function createSession(options: SessionOptions): SessionShell {
  const { established, link, clock, random, timing } = options;
  const { keys, consoleSessionId, bmcSessionId } = established;
  const window = createReplayWindow();
  const endListeners = new Set<() => void>();
  let sessionSequence = 0;
  let requestSequence = 0;
  let repeats = 0;
  const pending = new Map<number, Pending>();
  const turns = createTurns(options.outstanding);
  let serial: ((payload: Buffer) => void) | undefined;
  let ended: 'closing' | 'lost' | undefined;
  let closing: Promise<void> | undefined;
  let keepAlive: Timer | undefined;

  function sendPayload(payloadType: number, payload: Buffer): void {
    sessionSequence = nextSequence(sessionSequence);
    const packet = { payloadType, sessionId: bmcSessionId, sequence: sessionSequence, payload };
    link.send(sealPacket(keys, packet, random(16)));
  }

  function receive(datagram: Buffer): void {
    const packet = openQuietly(datagram);
    if (packet === undefined || packet.sessionId !== consoleSessionId) return;
    if (!window.accept(packet.sequence)) return;
    if (packet.payloadType === PayloadType.sol) serial?.(packet.payload);
    if (packet.payloadType === PayloadType.ipmi) onMessage(packet.payload);
  }

  function openQuietly(datagram: Buffer): SessionPacket | undefined {
    try {
      return openPacket(keys, datagram);
    } catch (error) {
      return ignoreMalformed(error);
    }
  }

  function onMessage(payload: Buffer): void {
    if (pending.size === 0 || payload.length < 8) return;
    // The authentication code covers the message; some Supermicro X9 compute its checksums wrongly.
    const response = decodeIpmiResponse(payload, 'ignore');
    const asked = pending.get(response.sequence);
    const fits =
      asked !== undefined && response.netFn === asked.netFn + 1 && response.command === asked.command;
    // CFh: the BMC has our repeat, the answer to the first is still to come.
    if (!fits || response.completionCode === CompletionCode.duplicateRequest) return;
    asked.settle(response);
  }

  /** One command on the wire, repeats included: same request sequence, new session sequence. */
  function exchange(
    command: Command<never, unknown>,
    lun: number,
    data: Buffer,
    plan: RetryPlan,
  ): Promise<IpmiResponse> {
    requestSequence = (requestSequence + 1) % requestSequenceModulus;
    const sequence = requestSequence;
    const message = encodeIpmiRequest({
      netFn: command.netFn,
      lun,
      sequence,
      command: command.code,
      data,
    });
    return new Promise((resolve, reject) => {
      let timer: Timer | undefined;
      let transmissions = 0;
      const settle = (result: IpmiResponse | BmcError) => {
        timer?.cancel();
        pending.delete(sequence);
        if (command.sensitive) message.fill(0);
        if (result instanceof BmcError) reject(result);
        else resolve(result);
      };
      const transmit = () => {
        const waitMs = plan[transmissions];
        if (waitMs === undefined) return settle(noAnswer(command, link.sendFailure()));
        if (transmissions > 0) repeats += 1;
        transmissions += 1;
        timer = clock.after(waitMs, transmit);
        sendPayload(PayloadType.ipmi, message);
      };
      pending.set(sequence, { netFn: command.netFn, command: command.code, effect: command.effect, settle });
      transmit();
    });
  }

  async function executeNow<Request, Response>(
    command: Command<Request, Response>,
    request: Request,
    plan: RetryPlan,
  ): Promise<Response> {
    const writer = new ByteWriter();
    command.encode(request, writer);
    const data = writer.finish();
    try {
      for (let attempt = 0; ; attempt++) {
        const response = await exchange(command, command.lun?.(request) ?? 0, data, plan);
        if (
          response.completionCode === CompletionCode.nodeBusy &&
          attempt < busyRetries &&
          ended === undefined
        ) {
          await delay(clock, timing.busyDelayMs);
          if (ended !== undefined) throw sessionEnded(ended);
          continue;
        }
        if (response.completionCode !== CompletionCode.ok) {
          throw completionError(command.name, response.completionCode);
        }
        return command.decode(new ByteReader(response.data));
      }
    } finally {
      if (command.sensitive) data.fill(0);
    }
  }

  function execute<Request, Response>(
    command: Command<Request, Response>,
    request: Request,
  ): Promise<Response> {
    if (command.sensitive && !keys.suite.encrypts) {
      return Promise.reject(misuse(`“${command.name}” may be sent through an encrypted session only.`));
    }
    return turns.run(command.effect, async () => {
      if (ended !== undefined) throw sessionEnded(ended);
      armKeepAlive();
      try {
        return await executeNow(command, request, retryPlan(command, timing));
      } catch (error) {
        // Only what was repeated in vain shows that the BMC is gone; one lost reply does not.
        if (isNoAnswer(error) && command.repeatable) lose();
        throw error;
      }
    });
  }

  function armKeepAlive(): void {
    keepAlive?.cancel();
    if (ended !== undefined) return;
    // Spread, so that a thousand sessions opened together do not stay in step.
    const early = (random(1)[0] ?? 0) / 255;
    keepAlive = clock.after(timing.keepAliveMs * (1 - early * keepAliveJitter), () => {
      // A failure ends the session through `lose`, which is where it is heard of.
      execute(getDeviceId, undefined).catch(() => undefined);
    });
  }

  function lose(): void {
    if (ended !== undefined) return;
    ended = 'lost';
    keepAlive?.cancel();
    tellEnd();
    link.close();
  }

  function tellEnd(): void {
    for (const listener of endListeners) listener();
    endListeners.clear();
  }

  async function closeNow(): Promise<void> {
    if (ended === 'lost') return;
    ended = 'closing';
    keepAlive?.cancel();
    for (const waiting of [...pending.values()]) waiting.settle(closedWhileWaiting(waiting.effect));
    tellEnd();
    try {
      await executeNow(closeSession, { sessionId: bmcSessionId }, growing(timing.closeTimeoutMs, 0, 2));
    } catch (error) {
      // The BMC closes it by its own idle timeout; a reset answers nothing at all (Tiger 4).
      if (!(error instanceof BmcError)) throw error;
    } finally {
      link.close();
    }
  }

  armKeepAlive();
  return {
    receive,
    session: {
      suite: keys.suite,
      consoleSessionId,
      bmcSessionId,
      remote: link.remote,
      outstanding: options.outstanding,
      get repeats() {
        return repeats;
      },
      execute,
      receiveSerial(next) {
        serial = next;
      },
      sendSerial(payload) {
        if (ended === undefined) sendPayload(PayloadType.sol, payload);
      },
      onEnd(listener) {
        if (ended === undefined) endListeners.add(listener);
        else listener();
      },
      close() {
        closing ??= closeNow();
        return closing;
      },
    },
  };
}

function ignoreMalformed(error: unknown): undefined {
  if (error instanceof BmcError) return undefined;
  throw error;
}

function delay(clock: Clock, ms: number): Promise<void> {
  return new Promise((resolve) => {
    clock.after(ms, resolve);
  });
}

function isNoAnswer(error: unknown): boolean {
  return error instanceof BmcError && error.code === 'unreachable';
}

function effectOutcome(effect: 'read' | 'write'): Outcome {
  return effect === 'write' ? 'unknown' : 'not-applied';
}

function noAnswer(command: Command<never, unknown>, cause: Error | undefined): BmcError {
  return new BmcError('unreachable', `The BMC did not answer “${command.name}”.`, {
    outcome: effectOutcome(command.effect),
    retry: 'later',
    cause,
  });
}

function closedWhileWaiting(effect: 'read' | 'write'): BmcError {
  return new BmcError('session-lost', 'The session was closed before the BMC answered.', {
    outcome: effectOutcome(effect),
    retry: 'now',
  });
}

function sessionEnded(how: 'closing' | 'lost'): BmcError {
  const message = how === 'lost' ? 'The BMC stopped answering in this session.' : 'The session is closed.';
  return new BmcError('session-lost', message, { outcome: 'not-applied', retry: 'now' });
}

function misuse(message: string): BmcError {
  return new BmcError('misuse', message, { outcome: 'not-applied', retry: 'never' });
}
