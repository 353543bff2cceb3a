/** From an address and a password to an established session: suites, attempts, and what refusals mean. */
import type { CipherSuiteId, IpmiTarget } from '../capabilities.ts';
import { type Clock, systemClock } from '../clock.ts';
import { BmcError } from '../errors.ts';
import { createRandomSource, type RandomSource } from '../random-source.ts';
import { defaultTiming, type Timing } from '../timing.ts';
import { setSessionPrivilegeLevel } from './commands/app/set-session-privilege-level.ts';
import { cipherSuites } from './crypto/cipher-suite.ts';
import { decodeSessionFrame, isRmcpPlusPacket } from './framing/session-header.ts';
import {
  type EstablishedKeys,
  type HandshakeResult,
  type LoginSecrets,
  type RefusalReason,
  startHandshake,
  stepHandshake,
} from './handshake.ts';
import { maxUsernameLength } from './payloads/rakp-1.ts';
import { privilegeLevels } from './privilege.ts';
import { growing } from './sessions/retry-plan.ts';
import { createSession, type Session } from './sessions/session.ts';
import type { BmcTransport, TransportLink } from './transport/transport.ts';

export interface BmcDependencies {
  readonly transport: BmcTransport;
  readonly clock?: Clock;
  readonly random?: RandomSource;
  readonly timing?: Partial<Timing>;
  /**
   * Whether a refused name or password has to be given twice before it counts; true when absent. Switch it off
   * where each handshake counts against a limit of logins, and a false refusal does no harm.
   */
  readonly confirmRefusals?: boolean;
}

/** A login that ended with the BMC's word or with silence. `refusal` only on proof. */
export class LoginRefused extends BmcError {
  readonly reason: RefusalReason;

  constructor(reason: RefusalReason, status: number | undefined) {
    super(...refusalError(reason, status));
    this.reason = reason;
  }
}

type Refusal = Extract<HandshakeResult, { kind: 'refused' }>;
type Attempt =
  | { readonly kind: 'silent' }
  | { readonly kind: 'established'; readonly session: EstablishedKeys }
  | Refusal;

interface Context {
  readonly target: IpmiTarget;
  readonly privilege: number;
  readonly clock: Clock;
  readonly random: RandomSource;
  readonly timing: Timing;
  readonly confirmRefusals: boolean;
}

const systemRandom = createRandomSource();

/** Kuid is 20 bytes: a longer password cannot be what the BMC holds. */
const maxKeyLength = 20;

/** Logs in and raises the session to the privilege asked for. `suites`: tried in this order. Rejects with a `BmcError`. */
export async function establishSession(
  target: IpmiTarget,
  dependencies: BmcDependencies,
  suites: readonly CipherSuiteId[] = suitesToTry(target.cipherSuite),
  outstanding: 1 | 2 = target.profile?.outstandingRequests ?? 1,
): Promise<Session> {
  checkTarget(target);
  const context: Context = {
    target,
    privilege: privilegeLevels[target.privilege ?? 'administrator'],
    clock: dependencies.clock ?? systemClock,
    random: dependencies.random ?? systemRandom,
    timing: { ...defaultTiming, ...dependencies.timing },
    confirmRefusals: dependencies.confirmRefusals ?? true,
  };
  let receive: (datagram: Buffer) => void = () => undefined;
  const link = await dependencies.transport.connect(target.host, target.port, (datagram) =>
    receive(datagram),
  );
  try {
    const listen = (next: (datagram: Buffer) => void) => {
      receive = next;
    };
    const established = await login(context, link, listen, suites);
    const shell = createSession({
      ...context,
      established,
      link,
      outstanding,
    });
    receive = shell.receive;
    await raisePrivilege(shell.session, context.privilege);
    return shell.session;
  } catch (error) {
    link.close();
    throw error;
  }
}

async function login(
  context: Context,
  link: TransportLink,
  listen: (receive: (datagram: Buffer) => void) => void,
  suites: readonly CipherSuiteId[],
): Promise<EstablishedKeys> {
  let refusal: Refusal | undefined;
  for (const suite of suites) {
    const result = await loginWithSuite(context, link, listen, suite);
    if (result.kind === 'established') return result.session;
    if (result.kind === 'silent') throw unreachable(link.sendFailure());
    // A BMC that is full says more than the next suite's "I do not have that one".
    if (refusal === undefined || result.reason !== 'suite') refusal = result;
    if (result.during !== 'open-session-response') break;
  }
  throw new LoginRefused(refusal?.reason ?? 'suite', refusal?.status);
}

/** 17 first; never below it where it once worked. HMAC-MD5 only for those who ask for it by name. */
function suitesToTry(remembered: CipherSuiteId | undefined): readonly CipherSuiteId[] {
  return remembered === undefined || remembered === 3 ? [17, 3] : [remembered];
}

function withSecrets<T>({ password, bmcKey }: IpmiTarget, use: (secrets: LoginSecrets) => T): T {
  return password.withBytes((bytes) =>
    bmcKey === undefined
      ? use({ password: bytes })
      : bmcKey.withBytes((key) => use({ password: bytes, bmcKey: key })),
  );
}

/**
 * Whole handshakes until one ends. A refusal of name or password that a stranger or a damaged datagram could
 * have caused has to be given twice; the BMC counts no failed login for it, since it sees no wrong RAKP3.
 */
async function loginWithSuite(
  context: Context,
  link: TransportLink,
  listen: (receive: (datagram: Buffer) => void) => void,
  suite: CipherSuiteId,
): Promise<Attempt> {
  const { timing } = context;
  let last: Attempt = { kind: 'silent' };
  let unconfirmed: RefusalReason | undefined;
  for (const waitMs of growing(timing.handshakeTimeoutMs, timing.timeoutStepMs, timing.handshakeAttempts)) {
    last = await attemptHandshake(context, link, listen, suite, waitMs);
    if (last.kind === 'established') return last;
    if (last.kind === 'silent') continue;
    const needsSecondWord =
      context.confirmRefusals && last.during === 'rakp-2' && unconfirmed !== last.reason;
    if (!isTransient(last) && !needsSecondWord) return last;
    unconfirmed = last.reason;
  }
  return last;
}

/**
 * What a lost or doubled datagram can cause. A doubled RAKP1 makes the BMC draw a second random number, and
 * then it refuses a RAKP3 that answers the first, although RAKP2 has just proved that it holds the password.
 */
function isTransient({ reason, during }: Refusal): boolean {
  return reason === 'stale' || reason === 'proof' || (reason === 'password' && during === 'rakp-4');
}

function attemptHandshake(
  context: Context,
  link: TransportLink,
  listen: (receive: (datagram: Buffer) => void) => void,
  suite: CipherSuiteId,
  waitMs: number,
): Promise<Attempt> {
  const { target, random, clock } = context;
  const consoleSessionId = newSessionId(random);
  link.useSessionId(consoleSessionId);
  const { state: firstState, send } = startHandshake({
    suite: cipherSuites[suite],
    privilege: context.privilege,
    username: Buffer.from(target.username),
    tag: link.remote.nextTag(),
    consoleSessionId,
    consoleRandom: random(16),
  });
  return new Promise((resolve) => {
    let state = firstState;
    const finish = (attempt: Attempt) => {
      timer.cancel();
      listen(() => undefined);
      resolve(attempt);
    };
    let timer = clock.after(waitMs, () => finish({ kind: 'silent' }));
    listen((datagram) => {
      const result = stepQuietly(datagram);
      if (result === undefined || result.kind === 'ignored') return;
      if (result.kind === 'continue') {
        state = result.state;
        timer.cancel();
        timer = clock.after(waitMs, () => finish({ kind: 'silent' }));
        link.send(result.send);
        return;
      }
      if (result.kind === 'refused' && result.send !== undefined) link.send(result.send);
      finish(result);
    });
    link.send(send);

    /** Rubbish is ignored: anybody can send a datagram that claims to come from the BMC. */
    function stepQuietly(datagram: Buffer): HandshakeResult | undefined {
      if (!isRmcpPlusPacket(datagram)) return undefined;
      try {
        const frame = decodeSessionFrame(datagram);
        return withSecrets(target, (secrets) => stepHandshake(state, frame, secrets));
      } catch (error) {
        if (error instanceof BmcError) return undefined;
        throw error;
      }
    }
  });
}

async function raisePrivilege(session: Session, privilege: number): Promise<void> {
  try {
    const { privilege: given } = await session.execute(setSessionPrivilegeLevel, { privilege });
    if (given >= privilege) return;
    throw new LoginRefused('privilege', undefined);
  } catch (error) {
    await session.close();
    if (error instanceof BmcError && error.completionCode !== undefined) {
      throw new LoginRefused('privilege', error.completionCode);
    }
    throw error;
  }
}

function newSessionId(random: RandomSource): number {
  // Zero means "no session".
  return random(4).readUInt32LE() || 1;
}

function checkTarget(target: IpmiTarget): void {
  if (Buffer.byteLength(target.username) > maxUsernameLength) {
    throw misuse('A BMC user name has at most 16 bytes.');
  }
  if (target.password.byteLength > maxKeyLength) throw misuse('A BMC password has at most 20 bytes.');
  const keyLength = target.bmcKey?.byteLength ?? 1;
  if (keyLength < 1 || keyLength > maxKeyLength) throw misuse('A BMC key (K_g) has 1 to 20 bytes.');
}

function misuse(message: string): BmcError {
  return new BmcError('misuse', message, { outcome: 'not-applied', retry: 'never' });
}

function unreachable(cause: Error | undefined): BmcError {
  return new BmcError('unreachable', 'The BMC did not answer.', {
    outcome: 'not-applied',
    retry: 'later',
    cause,
  });
}

function refusalError(
  reason: RefusalReason,
  status: number | undefined,
): ConstructorParameters<typeof BmcError> {
  const suffix =
    status === undefined ? '' : ` (status ${status.toString(16).toUpperCase().padStart(2, '0')}h)`;
  const [code, message, retry] = refusalWords[reason];
  return [code, `${message}${suffix}.`, { outcome: 'not-applied', retry }];
}

const refusalWords = {
  suite: ['cipher-refused', 'The BMC offers neither cipher suite 17 nor, where allowed, 3', 'never'],
  name: ['auth-failed', 'The BMC does not accept this user name', 'never'],
  password: ['auth-failed', 'The BMC does not hold this password', 'never'],
  privilege: ['privilege-refused', 'The BMC does not grant this user the privilege asked for', 'never'],
  'no-slot': ['no-session-slot', 'The BMC has no room for one more session', 'later'],
  proof: [
    'protocol-violation',
    'The BMC could not prove that it holds the session key; it may have a K_g, or another one',
    'later',
  ],
  stale: ['unreachable', 'The BMC forgets sessions before they are set up', 'later'],
  other: ['protocol-violation', 'The BMC broke off the login', 'later'],
} as const satisfies Record<RefusalReason, readonly [string, string, 'now' | 'later' | 'never']>;
