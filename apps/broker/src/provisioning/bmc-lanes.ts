/**
 * The door to every BMC of the site: one lane per BMC in this process, the lease over all processes, the guard
 * against lock-outs, and one session that is kept while it is of use.
 */
import type { Bmc, BmcAddress, BmcTarget, IpmiTarget, LoginCheck, RedfishTarget } from '@postern/bmc';
import { BmcError, type BmcErrorCode } from '@postern/bmc';
import {
  assertLease,
  type BmcForWork,
  type Database,
  type LeaseHold,
  readBmcForWork,
  recordCertificate,
  recordCipherSuite,
  swapPendingLogin,
} from '@postern/database';
import type { Clock } from '../clock.ts';
import { BrokerFault } from '../failure.ts';
import { createLane, type Lane } from '../lane.ts';
import { type Logger, loggableError } from '../logging.ts';
import type { BrokerMetrics } from '../metrics.ts';
import type { SiteGate } from '../observation/site-gate.ts';
import type { BmcDriver, OpenedBmc } from './drivers.ts';
import { guardBmc } from './guarded-bmc.ts';
import { keepLeases } from './keep-leases.ts';
import { acquireLease, type Lease, tryLease } from './lease.ts';
import { countRefusal, guardLogin, tryLogin } from './login-guard.ts';
import { shownCertificateOf } from './shown-certificate.ts';
import { type BmcLogin, ipmiTargetOf, targetKey, targetOf } from './target.ts';
import type { Vault } from './vault.ts';

export interface BmcLanesDeps {
  readonly db: Database;
  readonly brokerId: string;
  readonly brokerName: string;
  readonly vault: Vault;
  readonly driver: BmcDriver;
  readonly clock: Clock;
  readonly log: Logger;
  readonly metrics: BrokerMetrics;
  /** Asked before each write to any BMC. */
  readonly gate: Pick<SiteGate, 'pass'>;
}

/** Exclusive work on one BMC. */
export interface BmcHold {
  /** As they are now: a login that was being replaced may turn out to be the stored one. */
  readonly facts: BmcForWork;
  /** The user name that Postern itself logs in with. @throws BrokerFault `credential-missing`; SealError. */
  loginName(): string;
  /**
   * The open BMC; logs in when it is not. Each write renews the lease first, passes the site's gate, and then asks
   * `mayWrite`, which rejects when the work was taken back. @throws BmcError, BrokerFault
   */
  bmc(mayWrite?: () => Promise<void>): Promise<Bmc>;
  /** The BMC with the stored login, for what has to log in by itself. @throws as `loginName` */
  storedTarget(): BmcTarget;
  /** The same BMC with the login of somebody else, for a check. */
  targetFor(login: BmcLogin): BmcTarget;
  /**
   * One login of its own with a sealed login of this BMC, and logout: what the session at hand was opened with says
   * nothing of it. A refusal counts against the limit. @throws BmcError, BrokerFault
   */
  tryStored(sealedLogin: string): Promise<LoginCheck>;
  /** Reads the facts again after the stored logins were changed. */
  refresh(): Promise<void>;
  /** And passes the site's gate: before each write. @throws BrokerFault `lease-lost`, `site-observing` */
  renewLease(): Promise<void>;
  /** The BMC was told to restart: no session of before is worth anything. */
  forgetSession(): void;
  /** For transactions that must not commit when the lease is lost. */
  readonly fence: LeaseHold;
}

export interface BmcLanes {
  /** Waits for its turn and the lease, then works alone on the BMC. */
  hold<T>(bmcId: string, work: (hold: BmcHold) => Promise<T>): Promise<T>;
  /** Waits for its turn in this process, and has no lease: for who works without the database. */
  alone<T>(bmcId: string, work: () => Promise<T>): Promise<T>;
  /** Reads only, and only when nobody is at work: `undefined` when the BMC is taken. */
  glance<T>(bmcId: string, work: (bmc: Bmc, facts: BmcForWork) => Promise<T>): Promise<T | undefined>;
  /**
   * A long reading, only when nobody is at work, that gives way at once to whoever comes, and when `signal` aborts: its
   * session is closed under it. `undefined`: the BMC was taken, or the reading had to leave.
   */
  readAtLeisure<T>(
    bmcId: string,
    signal: AbortSignal,
    work: (bmc: Bmc) => Promise<T>,
  ): Promise<T | undefined>;
  /** A session of the caller's own, which cannot write. The caller closes it. */
  openSeparately(bmcId: string): Promise<OpenedBmc>;
  /** An IPMI session of the caller's own, whatever the BMC's protocol is, for a serial console. The caller closes it. */
  openSerial(bmcId: string): Promise<SerialBmc>;
  /** Waits for work at hand and closes all sessions. */
  close(): Promise<void>;
}

interface BmcLane {
  readonly lane: Lane;
  session: OpenSession | undefined;
  /** Sends the reading that has the lane at its leisure away. */
  giveWay: (() => void) | undefined;
}

interface OpenSession {
  readonly bmc: OpenedBmc;
  /** Asked before each single write over Redfish: whether we hold the lease now. */
  readonly gate: WriteGate;
  /** See `targetKey`. */
  readonly opensTo: string;
  usedAt: number;
  lost: boolean;
}

interface WriteGate {
  beforeWrite: () => Promise<void>;
}

/** What a serial console needs of its session. */
export type SerialBmc = Pick<Bmc, 'serial' | 'close'>;

/** BMCs have few session slots, so one that nobody uses is given back. */
const idleMs = 40_000;
/** A session unused for this long is asked whether it still lives before work relies on it. */
const trustMs = 12_000;

export function createBmcLanes(deps: BmcLanesDeps): BmcLanes {
  const { db, vault, driver, clock, log } = deps;
  const lanes = new Map<string, BmcLane>();
  const closing = new Set<Promise<void>>();
  const stopping = new AbortController();
  const idleWatch = closeIdleSessions();
  const keeper = keepLeases(deps, stopping.signal);

  function laneOf(bmcId: string): BmcLane {
    const existing = lanes.get(bmcId);
    if (existing !== undefined) return existing;
    const created: BmcLane = { lane: createLane(), session: undefined, giveWay: undefined };
    lanes.set(bmcId, created);
    return created;
  }

  async function readFacts(bmcId: string): Promise<BmcForWork> {
    const facts = await readBmcForWork(db.client, { bmcId });
    if (facts === undefined) {
      throw new BrokerFault('bmc-changed', 'This server no longer has the BMC that was meant.');
    }
    return facts;
  }

  function storedLogin(facts: BmcForWork, sealedLogin = facts.sealedLogin): BmcLogin {
    if (sealedLogin === null) {
      throw new BrokerFault(
        'credential-missing',
        'No login is stored for this BMC. An admin has to enter it.',
      );
    }
    return vault.openBmcLogin(facts.bmcId, sealedLogin);
  }

  /**
   * While the login is being replaced the BMC holds one of two. The pending one comes first as soon as it may have
   * arrived, the stored one otherwise: so a rotation that was broken off costs one refused login at most.
   */
  async function logIn(known: BmcForWork, door: LoginDoor): Promise<LoggedIn> {
    const pending = known.pendingLoginSent ? known.sealedPendingLogin : null;
    if (pending !== null) {
      try {
        const bmc = await logInWith(known, door.way(known, storedLogin(known, pending)), door.gate);
        return { bmc, facts: await settlePending(known, door.fence) };
      } catch (error) {
        if (!(error instanceof BmcError) || error.code !== 'auth-failed') throw error;
      }
    }
    return { bmc: await logInWith(known, door.way(known, storedLogin(known)), door.gate), facts: known };
  }

  /** The pending login was seen to work, so it is the stored one. Returns the facts as they are afterwards. */
  async function settlePending({ bmcId }: BmcForWork, fence: LeaseHold): Promise<BmcForWork> {
    await db.transaction(async (tx) => {
      await assertLease(tx, fence);
      await swapPendingLogin(tx, { bmcId });
    });
    return readFacts(bmcId);
  }

  async function logInWith(facts: BmcForWork, target: BmcTarget, gate: WriteGate): Promise<OpenedBmc> {
    const open = () => driver.open(target, { beforeWrite: () => gate.beforeWrite() });
    if (target.protocol === 'redfish') return logInOverRedfish(facts, target, open);
    const bmc = await guardLogin(deps, facts, open);
    if (bmc.protocol !== 'ipmi') return bmc;
    const { cipherSuite } = bmc;
    // 8 and 12 are tried only by those who name them: nothing to remember.
    if ((cipherSuite === 3 || cipherSuite === 17) && cipherSuite !== facts.cipherSuite) {
      await recordCipherSuite(db.client, { bmcId: facts.bmcId, cipherSuite });
    }
    return bmc;
  }

  /** Each certificate is looked at once when it is new: a person has to see what was pinned, and what came in its place. */
  async function logInOverRedfish(
    facts: BmcForWork,
    { host, port, certificateSha256 }: RedfishTarget,
    open: () => Promise<OpenedBmc>,
  ): Promise<OpenedBmc> {
    try {
      const bmc = await guardLogin(deps, facts, open);
      if (facts.certificateSeen !== certificateSha256) await noteCertificate(facts, { host, port });
      return bmc;
    } catch (error) {
      const changed = error instanceof BmcError && error.code === 'certificate-changed';
      if (changed) await noteCertificate(facts, { host, port });
      throw error;
    }
  }

  async function noteCertificate({ bmcId }: BmcForWork, address: BmcAddress): Promise<void> {
    const shown = await driver.certificate(address).catch((error: unknown) => {
      log.debug({ bmcId, error: loggableError(error) }, 'a certificate could not be looked at');
      return undefined;
    });
    if (shown === undefined) return;
    const actor = { kind: 'broker', id: deps.brokerId, name: deps.brokerName } as const;
    await recordCertificate(db, { bmcId, certificate: shownCertificateOf(shown), actor });
  }

  async function sessionOf(
    own: BmcLane,
    known: BmcForWork,
    fence: LeaseHold,
  ): Promise<{ readonly session: OpenSession; readonly facts: BmcForWork }> {
    const kept = own.session;
    if (kept !== undefined && !kept.lost && kept.opensTo === targetKey(known) && (await stillLives(kept))) {
      kept.usedAt = clock.now();
      return { session: kept, facts: known };
    }
    dropSession(own);
    const gate: WriteGate = { beforeWrite: refuseWrite };
    const { bmc, facts } = await logIn(known, { way: targetOf, gate, fence });
    const session: OpenSession = { bmc, gate, opensTo: targetKey(facts), usedAt: clock.now(), lost: false };
    own.session = session;
    return { session, facts };
  }

  async function stillLives(session: OpenSession): Promise<boolean> {
    if (clock.now() - session.usedAt < trustMs) return true;
    return session.bmc.power.state().then(
      () => true,
      () => false,
    );
  }

  function dropSession(own: BmcLane): void {
    const { session } = own;
    if (session === undefined) return;
    own.session = undefined;
    const closed = session.bmc
      .close()
      .catch((error: unknown) =>
        log.debug({ error: loggableError(error) }, 'a session did not close cleanly'),
      )
      .finally(() => closing.delete(closed));
    closing.add(closed);
  }

  function watched(session: OpenSession, facts: BmcForWork, beforeWrite: () => Promise<void>): Bmc {
    return guardBmc(session.bmc, {
      beforeWrite,
      async onError(error) {
        deps.metrics.bmcErrors.inc({ code: error instanceof BmcError ? error.code : 'internal' });
        if (endsSession(error)) session.lost = true;
        if (error instanceof BmcError && error.code === 'auth-failed') await countRefusal(deps, facts);
      },
    });
  }

  async function holdWith<T>(own: BmcLane, bmcId: string, lease: Lease, work: (hold: BmcHold) => Promise<T>) {
    const letGo = keeper.keep(lease.fence);
    try {
      let facts = await readFacts(bmcId);
      const renewLease = async () => {
        await lease.renew();
        await deps.gate.pass();
      };
      const targetFor = (login: BmcLogin): BmcTarget => {
        const target = targetOf(facts, login);
        const cipherSuite = suiteInUse(own);
        if (target.protocol === 'redfish' || cipherSuite === undefined) return target;
        return { ...target, cipherSuite };
      };
      return await work({
        get facts() {
          return facts;
        },
        loginName: () => storedLogin(facts).username,
        storedTarget: () => targetFor(storedLogin(facts)),
        async bmc(mayWrite) {
          const opened = await sessionOf(own, facts, lease.fence);
          const { session } = opened;
          facts = opened.facts;
          session.gate.beforeWrite = renewLease;
          return watched(session, facts, async () => {
            await renewLease();
            await mayWrite?.();
          });
        },
        targetFor,
        async tryStored(sealedLogin) {
          await lease.renew();
          const target = targetFor(storedLogin(facts, sealedLogin));
          return tryLogin(deps, facts, () => driver.open(target, { beforeWrite: refuseWrite }));
        },
        async refresh() {
          facts = await readFacts(bmcId);
        },
        renewLease,
        forgetSession() {
          if (own.session !== undefined) own.session.lost = true;
        },
        fence: lease.fence,
      });
    } finally {
      letGo();
      if (own.session !== undefined) own.session.gate.beforeWrite = refuseWrite;
      if (own.session?.lost === true) dropSession(own);
      await lease.release();
    }
  }

  async function closeIdleSessions(): Promise<void> {
    while (!stopping.signal.aborted) {
      await clock.sleep(5_000, stopping.signal);
      for (const own of lanes.values()) {
        const unused = own.session !== undefined && clock.now() - own.session.usedAt > idleMs;
        if (unused && own.lane.idle) dropSession(own);
      }
    }
  }

  return {
    hold(bmcId, work) {
      const own = laneOf(bmcId);
      own.giveWay?.();
      return own.lane.enter(async () => holdWith(own, bmcId, await acquireLease(deps, bmcId), work));
    },
    alone: (bmcId, work) => laneOf(bmcId).lane.enter(work),
    async glance(bmcId, work) {
      const own = laneOf(bmcId);
      if (!own.lane.idle) return undefined;
      return own.lane.enter(async () => {
        const facts = await readFacts(bmcId);
        const session = await sessionForReading(own, facts);
        if (session === undefined) return undefined;
        try {
          return await work(watched(session, facts, refuseWrite), facts);
        } finally {
          if (session.lost) dropSession(own);
        }
      });
    },
    async readAtLeisure(bmcId, signal, work) {
      const own = laneOf(bmcId);
      if (!own.lane.idle) return undefined;
      const leave = new AbortController();
      own.giveWay = () => leave.abort();
      return own.lane.enter(async () => {
        try {
          const facts = await readFacts(bmcId);
          const session = await sessionForReading(own, facts);
          if (session === undefined) return undefined;
          const read = await orLeave(AbortSignal.any([leave.signal, signal]), () =>
            work(watched(session, facts, refuseWrite)),
          );
          if (read === left) session.lost = true;
          return read === left ? undefined : read;
        } finally {
          own.giveWay = undefined;
          if (own.session?.lost === true) dropSession(own);
        }
      });
    },
    openSeparately: (bmcId) => openAlone(bmcId, targetOf),
    async openSerial(bmcId) {
      // Opening the line is a write, and its session is not a guarded one.
      await deps.gate.pass();
      return openAlone(bmcId, ipmiTargetOf);
    },
    async close() {
      stopping.abort();
      await Promise.all([idleWatch, keeper.stopped]);
      await Promise.all([...lanes.values()].map((own) => own.lane.enter(async () => dropSession(own))));
      await Promise.all(closing);
    },
  };

  async function openAlone(bmcId: string, way: LoginDoor['way']): Promise<OpenedBmc> {
    const lease = await acquireLease(deps, bmcId);
    try {
      const gate: WriteGate = { beforeWrite: refuseWrite };
      return (await logIn(await readFacts(bmcId), { way, gate, fence: lease.fence })).bmc;
    } finally {
      await lease.release();
    }
  }

  /** A login is made under the lease only, so that refusals are counted one after the other over all brokers. */
  async function sessionForReading(own: BmcLane, facts: BmcForWork): Promise<OpenSession | undefined> {
    const kept = own.session;
    const fresh = kept !== undefined && !kept.lost && clock.now() - kept.usedAt < trustMs;
    if (fresh && kept.opensTo === targetKey(facts)) {
      kept.usedAt = clock.now();
      return kept;
    }
    const lease = await tryLease(deps, facts.bmcId);
    if (lease === undefined) return undefined;
    try {
      // Read again: the login may have been replaced while another broker held the lease.
      return (await sessionOf(own, await readFacts(facts.bmcId), lease.fence)).session;
    } finally {
      await lease.release();
    }
  }
}

interface LoginDoor {
  readonly way: (facts: BmcForWork, login: BmcLogin) => BmcTarget;
  readonly gate: WriteGate;
  /** The lease that the login is made under. */
  readonly fence: LeaseHold;
}

interface LoggedIn {
  readonly bmc: OpenedBmc;
  /** As they are after the login, which may have settled a rotation that was broken off. */
  readonly facts: BmcForWork;
}

const left = Symbol('left');

/** What `read` resolves to, unless `signal` aborts first: then nobody waits for it any longer. */
async function orLeave<T>(signal: AbortSignal, read: () => Promise<T>): Promise<T | typeof left> {
  if (signal.aborted) return left;
  const leaving = new Promise<typeof left>((resolve) => {
    signal.addEventListener('abort', () => resolve(left), { once: true });
  });
  return Promise.race([read(), leaving]);
}

/** What the session at hand came in with, which may be newer than the row that was read before it. */
function suiteInUse({ session }: BmcLane): IpmiTarget['cipherSuite'] {
  return session?.bmc.protocol === 'ipmi' ? session.bmc.cipherSuite : undefined;
}

/** `auth-failed` and `certificate-changed`: a Redfish session logs in again by itself, and its login or its certificate was refused. */
const sessionEnds: readonly BmcErrorCode[] = [
  'unreachable',
  'session-lost',
  'protocol-violation',
  'auth-failed',
  'certificate-changed',
];

function endsSession(error: unknown): boolean {
  if (!(error instanceof BmcError)) return true;
  return sessionEnds.includes(error.code);
}

async function refuseWrite(): Promise<void> {
  throw new BrokerFault('lease-lost', 'Nothing is written to a BMC without its lease.');
}
