/**
 * The relay of one grant: carries datagrams between the tenant's tools and the BMC, and nothing after the end.
 *
 * - It begins shut: nothing passes before the first `permit`.
 * - `permit` says until when, to whom and where to, as often as that changes.
 * - At the end that it was told it cuts itself, with a timer of this process: no database, no queue is asked.
 * - `cut` is synchronous. When it returns, no further datagram is carried in either direction.
 */
import { createSolPortKeeper, type Secret, type SolPortKeeper } from '@postern/bmc';
import type { RelayCloseReason } from '@postern/domain';
import type { Clock } from '../console/clock.ts';
import { createDeadline } from '../console/deadline.ts';
import { type Admission, admitFromBmc, admitFromClient, type RelayRefusal } from './admit.ts';
import { type BmcAddress, type BmcLink, openBmcLink } from './bmc-link.ts';
import { type Client, type ClientLimits, createClientTable } from './client-table.ts';
import type { Answer, Front, Sender } from './front.ts';
import { createRateLimit, type Rate } from './rate-limit.ts';
import { createRelayCounter, type Direction, type RelayCounter } from './relay-counts.ts';
import { createSourceLock, type SourceAddresses, type SourceLock, senderAddress } from './source-lock.ts';

export interface RelayLimits extends ClientLimits {
  /** For clients that are proven, each way: more than any BMC answers. */
  readonly sessions: Rate;
  /** For all others together, each way. Spoofed senders share this and cannot starve a session. */
  readonly newcomers: Rate;
}

export const relayLimits: RelayLimits = {
  maxClients: 32,
  // Handshakes take a second; BMCs end idle sessions after one to three minutes.
  unprovenIdleMs: 20_000,
  provenIdleMs: 300_000,
  sessions: { perSecond: 1_000, burst: 3_000 },
  newcomers: { perSecond: 200, burst: 400 },
};

export interface Permission {
  readonly bmc: BmcAddress;
  readonly sources: SourceAddresses;
  /** By the database's clock; `undefined`: no end. */
  readonly secondsLeft: number | undefined;
}

export interface RelayOptions {
  readonly front: Front;
  readonly clock: Clock;
  readonly limits?: RelayLimits | undefined;
  readonly counter?: RelayCounter | undefined;
  /** The account's password: serial over LAN names a port, which has to be this relay's. See `createSolPortKeeper`. */
  readonly password?: Secret | undefined;
  /** Sessions that were opened through an earlier relay of this grant. */
  readonly knownSessions?: readonly number[] | undefined;
  /** The BMC opened a session: its id is what ends it later. */
  readonly onSession?: ((bmcSessionId: number) => void) | undefined;
  readonly onCarried?: ((direction: Direction, bytes: number) => void) | undefined;
  readonly onRefused?: ((reason: RelayRefusal) => void) | undefined;
  /** Told once, when it is cut. */
  readonly onCut?: ((reason: RelayCloseReason) => void) | undefined;
}

export interface Relay {
  readonly port: number;
  readonly counter: RelayCounter;
  /** `askedAt`: when the database was asked for this, by the relay's clock. */
  permit(permission: Permission, askedAt: number): void;
  /** Ways of clients that were silent for long are given back. */
  dropIdle(): void;
  clients(): number;
  /** Ends it. Settles when its sockets are closed; a second call changes nothing. */
  cut(reason: RelayCloseReason): Promise<void>;
}

/** Enough to tell whose session it is on any BMC: they keep a handful. */
const maxKnownSessions = 32;

interface Way {
  readonly sender: Sender;
  readonly answer: Answer;
  readonly link: BmcLink;
  readonly solPort: SolPortKeeper | undefined;
}

export function createRelay(options: RelayOptions): Relay {
  const { front, clock, limits = relayLimits, counter = createRelayCounter() } = options;
  const sessions = new Set(options.knownSessions);
  const clients = createClientTable<Way>(limits, ({ link }) => link.close());
  const rates = {
    'to-bmc': ratesOf(limits),
    'to-client': ratesOf(limits),
  } as const;
  const deadline = createDeadline({ clock, onDue: () => void cut('grant-expired') });
  let permission: Permission | undefined;
  let lock: SourceLock | undefined;
  let closed: Promise<void> | undefined;

  function count(refusal: RelayRefusal | undefined): void {
    if (refusal === undefined) return;
    counter.refused(refusal);
    options.onRefused?.(refusal);
  }

  /** A busy process may come to a datagram before it comes to a timer that is due. */
  function isOpen(): boolean {
    if (closed !== undefined) return false;
    if (deadline.secondsLeft() !== 0) return true;
    void cut('grant-expired');
    return false;
  }

  function carry(
    direction: Direction,
    bytes: Buffer,
    client: Client<Way>,
    send: Answer,
  ): RelayRefusal | undefined {
    const now = clock.now();
    const rate = client.proven ? rates[direction].sessions : rates[direction].newcomers;
    if (!rate.take(now)) return 'rate';
    if (!send(bytes)) return 'congestion';
    client.usedAt = now;
    counter.carried(direction, bytes.length, now);
    options.onCarried?.(direction, bytes.length);
    return undefined;
  }

  function fromClient(bytes: Buffer, sender: Sender, answer: Answer): RelayRefusal | undefined {
    if (permission === undefined || lock === undefined) return 'not-open';
    if (!lock.admits(sender.address)) return 'stranger';
    const admission = admitFromClient(bytes);
    if (!admission.admitted) return admission.reason;
    const client = clientOf(sender, answer, permission.bmc);
    if (client === undefined) return 'clients';
    if (namesSession(admission, sessions)) client.proven = true;
    client.way.solPort?.fromClient(bytes);
    return carry('to-bmc', bytes, client, (datagram) => client.way.link.send(datagram));
  }

  function clientOf(sender: Sender, answer: Answer, bmc: BmcAddress): Client<Way> | undefined {
    const key = `${sender.address}|${sender.port}`;
    const existing = clients.find(key);
    if (existing !== undefined) return existing;
    return clients.enter(key, clock.now(), () => {
      const link = openBmcLink(bmc, {
        onDatagram: (bytes) => {
          const client = clients.find(key);
          if (client?.way.link === link && isOpen()) count(fromBmc(bytes, client));
        },
        onFailed: () => {
          if (clients.find(key)?.way.link === link) clients.remove(key);
          count('bmc-away');
        },
      });
      const { password } = options;
      const solPort = password && createSolPortKeeper({ password, port: front.port });
      return { sender, answer, link, solPort };
    });
  }

  function fromBmc(bytes: Buffer, client: Client<Way>): RelayRefusal | undefined {
    const admission = admitFromBmc(bytes);
    if (!admission.admitted) return admission.reason;
    if (admission.datagram.kind === 'session-opened') remember(admission.datagram.bmcSessionId);
    const { answer, solPort } = client.way;
    return carry('to-client', solPort?.fromBmc(bytes) ?? bytes, client, answer);
  }

  function remember(bmcSessionId: number): void {
    // A repeated reply opens nothing new.
    if (sessions.has(bmcSessionId)) return;
    sessions.add(bmcSessionId);
    for (const oldest of sessions) {
      if (sessions.size <= maxKnownSessions) break;
      sessions.delete(oldest);
    }
    options.onSession?.(bmcSessionId);
  }

  function cut(reason: RelayCloseReason): Promise<void> {
    if (closed !== undefined) return closed;
    deadline.cancel();
    clients.clear();
    closed = front.close();
    options.onCut?.(reason);
    return closed;
  }

  front.onDatagram((bytes, sender, answer) => {
    if (isOpen()) count(fromClient(bytes, sender, answer));
  });
  return {
    port: front.port,
    counter,
    permit(next, askedAt) {
      if (closed !== undefined) return;
      const before = permission;
      permission = next;
      deadline.move(next.secondsLeft, askedAt);
      if (before !== undefined && sameSources(before, next) && sameBmc(before, next)) return;
      const admitted = createSourceLock(next.sources);
      lock = admitted;
      if (before === undefined) return;
      if (sameBmc(before, next)) clients.keep(({ sender }) => admitted.admits(sender.address));
      else clients.clear();
    },
    dropIdle: () => clients.dropIdle(clock.now()),
    clients: () => clients.size,
    cut,
  };
}

function ratesOf({ sessions, newcomers }: RelayLimits) {
  return { sessions: createRateLimit(sessions), newcomers: createRateLimit(newcomers) };
}

function namesSession(admission: Admission, sessions: ReadonlySet<number>): boolean {
  return (
    admission.admitted && admission.datagram.kind === 'session' && sessions.has(admission.datagram.sessionId)
  );
}

function sameSources({ sources: a }: Permission, { sources: b }: Permission): boolean {
  return sameAddress(a.ipv4, b.ipv4) && sameAddress(a.ipv6, b.ipv6);
}

function sameAddress(a: string | null, b: string | null): boolean {
  return a === null || b === null ? a === b : senderAddress(a) === senderAddress(b);
}

function sameBmc({ bmc: a }: Permission, { bmc: b }: Permission): boolean {
  return a.host === b.host && a.port === b.port;
}
