/**
 * The door to every BMC of the site: one lane per BMC in this process, the lease over all processes, the guard
 * against lock-outs, and one session that is kept while it is of use.
 */
import type { Bmc, BmcTarget, IpmiTarget } from '@postern/bmc';
import { BmcError } from '@postern/bmc';
import {
  type BmcForWork,
  type Database,
  type LeaseHold,
  readBmcForWork,
  recordCipherSuite,
} from '@postern/database';
import type { Clock } from '../clock.ts';
import { BrokerFault } from '../failure.ts';
import { createLane, type Lane } from '../lane.ts';
import { type Logger, loggableError } from '../logging.ts';
import type { BrokerMetrics } from '../metrics.ts';
import type { BmcDriver, OpenedBmc } from './drivers.ts';
import { guardBmc } from './guarded-bmc.ts';
import { acquireLease, type Lease, tryLease } from './lease.ts';
import { guardLogin } from './login-guard.ts';
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
}

/** Exclusive work on one BMC. */
export interface BmcHold {
  readonly facts: BmcForWork;
  /** The user name that Postern itself logs in with. @throws BrokerFault `credential-missing`; SealError. */
  loginName(): string;
  /**
   * The open BMC; logs in when it is not. Each write renews the lease first and then asks `mayWrite`, which
   * rejects when the work was taken back. @throws BmcError, BrokerFault
   */
  bmc(mayWrite?: () => Promise<void>): Promise<Bmc>;
  /** The same BMC with the login of somebody else, for a check. */
  targetFor(login: Pick<IpmiTarget, 'username' | 'password' | 'privilege'>): BmcTarget;
  /** @throws BrokerFault `lease-lost` */
  renewLease(): Promise<void>;
  /** For transactions that must not commit when the lease is lost. */
  readonly fence: LeaseHold;
}

export interface BmcLanes {
  /** Waits for its turn and the lease, then works alone on the BMC. */
  hold<T>(bmcId: string, work: (hold: BmcHold) => Promise<T>): Promise<T>;
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
  /** A session of the caller's own, for a serial console. The caller closes it. */
  openSeparately(bmcId: string): Promise<OpenedBmc>;
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
  /** Address and sealed login it was opened with: when they change, it is another BMC. */
  readonly opensTo: string;
  usedAt: number;
  lost: boolean;
}

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

  function storedTarget(facts: BmcForWork): IpmiTarget {
    if (facts.sealedLogin === null) {
      throw new BrokerFault(
        'credential-missing',
        'No login is stored for this BMC. An admin has to enter it.',
      );
    }
    const { host, port } = facts;
    return { host, port, ...vault.openBmcLogin(facts.bmcId, facts.sealedLogin), cipherSuite: suiteOf(facts) };
  }

  async function logIn(facts: BmcForWork): Promise<OpenedBmc> {
    const target = storedTarget(facts);
    const bmc = await guardLogin(deps, facts, () => driver.open(target));
    if (bmc.protocol !== 'ipmi') return bmc;
    const { cipherSuite } = bmc;
    // 8 and 12 are tried only by those who name them: nothing to remember.
    if ((cipherSuite === 3 || cipherSuite === 17) && cipherSuite !== facts.cipherSuite) {
      await recordCipherSuite(db.client, { bmcId: facts.bmcId, cipherSuite });
    }
    return bmc;
  }

  async function sessionOf(own: BmcLane, facts: BmcForWork): Promise<OpenSession> {
    const opensTo = `${facts.host}|${facts.port}|${facts.sealedLogin ?? ''}`;
    const kept = own.session;
    if (kept !== undefined && !kept.lost && kept.opensTo === opensTo && (await stillLives(kept))) {
      kept.usedAt = clock.now();
      return kept;
    }
    dropSession(own);
    const opened: OpenSession = { bmc: await logIn(facts), opensTo, usedAt: clock.now(), lost: false };
    own.session = opened;
    return opened;
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

  function watched(session: OpenSession, beforeWrite: () => Promise<void>): Bmc {
    return guardBmc(session.bmc, {
      beforeWrite,
      onError(error) {
        deps.metrics.bmcErrors.inc({ code: error instanceof BmcError ? error.code : 'internal' });
        if (endsSession(error)) session.lost = true;
      },
    });
  }

  async function holdWith<T>(own: BmcLane, bmcId: string, lease: Lease, work: (hold: BmcHold) => Promise<T>) {
    try {
      const facts = await readFacts(bmcId);
      return await work({
        facts,
        loginName: () => storedTarget(facts).username,
        async bmc(mayWrite) {
          const session = await sessionOf(own, facts);
          return watched(session, async () => {
            await lease.renew();
            await mayWrite?.();
          });
        },
        targetFor: (login) => ({
          host: facts.host,
          port: facts.port,
          cipherSuite: suiteInUse(own) ?? suiteOf(facts),
          ...login,
        }),
        renewLease: () => lease.renew(),
        fence: lease.fence,
      });
    } finally {
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
    async glance(bmcId, work) {
      const own = laneOf(bmcId);
      if (!own.lane.idle) return undefined;
      return own.lane.enter(async () => {
        const facts = await readFacts(bmcId);
        const session = await sessionForReading(own, facts);
        if (session === undefined) return undefined;
        try {
          return await work(watched(session, refuseWrite), facts);
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
          const session = await sessionForReading(own, await readFacts(bmcId));
          if (session === undefined) return undefined;
          const read = await orLeave(AbortSignal.any([leave.signal, signal]), () =>
            work(watched(session, refuseWrite)),
          );
          if (read === left) session.lost = true;
          return read === left ? undefined : read;
        } finally {
          own.giveWay = undefined;
          if (own.session?.lost === true) dropSession(own);
        }
      });
    },
    async openSeparately(bmcId) {
      const lease = await acquireLease(deps, bmcId);
      try {
        return await logIn(await readFacts(bmcId));
      } finally {
        await lease.release();
      }
    },
    async close() {
      stopping.abort();
      await idleWatch;
      await Promise.all([...lanes.values()].map((own) => own.lane.enter(async () => dropSession(own))));
      await Promise.all(closing);
    },
  };

  /** A login is made under the lease only, so that refusals are counted one after the other over all brokers. */
  async function sessionForReading(own: BmcLane, facts: BmcForWork): Promise<OpenSession | undefined> {
    const kept = own.session;
    if (kept !== undefined && !kept.lost && clock.now() - kept.usedAt < trustMs) return sessionOf(own, facts);
    const lease = await tryLease(deps, facts.bmcId);
    if (lease === undefined) return undefined;
    try {
      return await sessionOf(own, facts);
    } finally {
      await lease.release();
    }
  }
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

/** 17 or 3, or nothing yet. The column is checked; this is for the type. */
function suiteOf(facts: BmcForWork): 3 | 17 | undefined {
  return facts.cipherSuite === 17 || facts.cipherSuite === 3 ? facts.cipherSuite : undefined;
}

/** What the session at hand came in with, which may be newer than the row that was read before it. */
function suiteInUse({ session }: BmcLane): IpmiTarget['cipherSuite'] {
  return session?.bmc.protocol === 'ipmi' ? session.bmc.cipherSuite : undefined;
}

function endsSession(error: unknown): boolean {
  if (!(error instanceof BmcError)) return true;
  return error.code === 'unreachable' || error.code === 'session-lost' || error.code === 'protocol-violation';
}

async function refuseWrite(): Promise<void> {
  throw new BrokerFault('lease-lost', 'Nothing is written to a BMC without its lease.');
}
