/** A site of its own for one test: database, keys, rows, virtual BMCs, brokers. Everything goes with `close`. */
import { randomInt, randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import {
  createVirtualBmc,
  redfishHabits,
  type VirtualBmc,
  type VirtualBmcOptions,
  type VirtualRedfish,
} from '@postern/bmc/testing';
import { createDatabase, type Database, endGrants, openHandOver } from '@postern/database';
import { createTestDatabase, type TestDatabase } from '@postern/database/testing';
import {
  type ActionParameters,
  type GrantScope,
  generateSealingKeys,
  grantScopes,
  seal,
  sealingContext,
  unseal,
} from '@postern/domain';
import { systemClock } from '../../src/clock.ts';
import { readBoot } from '../../src/journal/boot.ts';
import { openJournal } from '../../src/journal/journal.ts';
import { createLogger } from '../../src/logging.ts';
import { type BmcDriver, createBmcDriver } from '../../src/provisioning/drivers.ts';
import { createVault } from '../../src/provisioning/vault.ts';
import { type Broker, type BrokerWorld, startBroker } from '../../src/start-broker.ts';

/** `info` shows what the brokers of a failing test did. */
const logLevel = 'silent';

export const bmcLogin = { username: 'ADMIN', password: 'Adm1n-Passw0rd' };

/** A BMC on loopback answers in a millisecond: what takes longer is a fault that the test made. */
export const impatient = {
  handshakeTimeoutMs: 250,
  handshakeAttempts: 2,
  commandTimeoutMs: 150,
  commandAttempts: 3,
  timeoutStepMs: 100,
  sendOnceTimeoutMs: 400,
  closeTimeoutMs: 100,
};

/** How a BMC is worked on, and how it keeps its users. */
export const bmcShapes = ['ipmi', 'redfish-slots', 'redfish-collection'] as const;
export type BmcShape = (typeof bmcShapes)[number];

const redfishOf = {
  'redfish-slots': redfishHabits.idrac9,
  'redfish-collection': redfishHabits.openbmc,
} as const;

export const bootClock = { boot: readBoot(), now: systemClock.now };

export interface TestServer {
  readonly serverId: string;
  readonly bmcId: string;
  readonly bmc: VirtualBmc;
}

export interface ServerOptions {
  /** `ipmi` when absent. */
  readonly shape?: BmcShape;
  /** Another Redfish firmware than the usual one of the shape. */
  readonly redfishHabit?: NonNullable<VirtualBmcOptions['redfish']>['habit'];
  readonly habit?: VirtualBmcOptions['habit'];
  readonly users?: VirtualBmcOptions['users'];
  readonly initialPower?: 'on' | 'off';
  readonly powerDelays?: VirtualBmcOptions['powerDelays'];
  /** Where the row says that the BMC is, when that is not the truth. */
  readonly address?: { readonly host: string; readonly port: number };
  readonly storedPassword?: string;
  readonly allowedSlots?: readonly number[];
}

export type TestSite = Awaited<ReturnType<typeof createTestSite>>;

/** On the Postgres that all tests share, or on one that is the caller's to break. */
export async function createTestSite(given?: TestDatabase) {
  const database = given ?? (await createTestDatabase());
  const owner = createDatabase({ url: database.url, maxConnections: 4 });
  const keys = { site: generateSealingKeys(), portal: generateSealingKeys() };
  const open: { close(): Promise<void> }[] = [];
  const journals = await mkdtemp(path.join(tmpdir(), 'postern-journals-'));

  const organisation = await owner.client.organisation.create({ data: { name: 'Acme Analytics' } });
  const other = await owner.client.organisation.create({ data: { name: 'Nordlicht Hosting' } });
  const tenant = await owner.client.user.create({
    data: { email: 'ana@acme.test', name: 'Ana', role: 'tenant', organisationId: organisation.id },
  });
  const staff = await owner.client.user.create({
    data: { email: 'sam@hoster.test', name: 'Sam', role: 'support' },
  });
  const site = await owner.client.site.create({
    data: { slug: 'fra1', name: 'Frankfurt', publicKey: keys.site.publicKeyPem },
  });

  async function addServer(options: ServerOptions = {}): Promise<TestServer> {
    const { shape = 'ipmi' } = options;
    const habit = shape === 'ipmi' ? undefined : (options.redfishHabit ?? redfishOf[shape]);
    const bmc = await createVirtualBmc({
      name: 'web-07',
      ...(habit === undefined ? {} : { redfish: { habit } }),
      habit: options.habit ?? 'postern-default',
      users: options.users ?? [
        { slot: 2, name: bmcLogin.username, password: bmcLogin.password, privilege: 'administrator' },
      ],
      initialPower: options.initialPower ?? 'on',
      powerDelays: {
        onMs: 20,
        offMs: 20,
        resetMs: 10,
        cyclePauseMs: 400,
        softOffMs: 50,
        ...options.powerDelays,
      },
    });
    open.push(bmc);
    const stored = { ...bmcLogin, password: options.storedPassword ?? bmcLogin.password };
    const row = await addRow(options.address ?? bmc, stored, options.allowedSlots ?? [], bmc.redfish);
    return { ...row, bmc };
  }

  /** A server whose BMC is somebody else's making. */
  async function addRow(
    address: { readonly host: string; readonly port: number },
    login: { readonly username: string; readonly password: string },
    allowedSlots: readonly number[] = [],
    redfish?: VirtualRedfish,
  ): Promise<Omit<TestServer, 'bmc'>> {
    const { host, port } = address;
    const way =
      redfish === undefined
        ? {}
        : { protocol: 'redfish', redfishPort: redfish.port, certificatePin: redfish.certificateSha256 };
    const server = await owner.client.server.create({
      data: {
        siteId: site.id,
        organisationId: organisation.id,
        name: `web-${randomUUID().slice(0, 8)}`,
        rack: 'A1',
        ipAddresses: ['192.0.2.7'],
        bmc: { create: { host, port, ...way, allowedSlots: [...allowedSlots] } },
      },
      include: { bmc: true },
    });
    const bmcId = server.bmc?.id ?? '';
    await storeLogin(bmcId, login.password, login.username);
    return { serverId: server.id, bmcId };
  }

  async function storeLogin(bmcId: string, password: string, username = bmcLogin.username): Promise<void> {
    const login = Buffer.from(JSON.stringify({ username, password }));
    const sealed = seal(login, keys.site.publicKeyPem, sealingContext.bmcLogin(bmcId));
    await owner.client.$executeRaw`select put_bmc_secret(${bmcId}::uuid, 'login', ${sealed})`;
  }

  async function requestPermanentGrant(server: Omit<TestServer, 'bmc'>): Promise<string> {
    const grant = await owner.client.grant.create({
      data: {
        serverId: server.serverId,
        bmcId: server.bmcId,
        organisationId: organisation.id,
        holderId: tenant.id,
        requestedById: staff.id,
        permanent: true,
        ownerId: staff.id,
        scopes: [...grantScopes],
        reason: 'colocation',
        ticketNumber: 'T-1',
        reviewAt: new Date('2099-01-01'),
        privilege: 'operator',
      },
    });
    return grant.id;
  }

  async function requestGrant(
    server: Omit<TestServer, 'bmc'>,
    durationSeconds = 3_600,
    id: string = randomUUID(),
    scopes: readonly GrantScope[] = grantScopes,
  ): Promise<string> {
    const grant = await owner.client.grant.create({
      data: {
        id,
        serverId: server.serverId,
        bmcId: server.bmcId,
        organisationId: organisation.id,
        holderId: tenant.id,
        requestedById: tenant.id,
        durationSeconds,
        privilege: 'operator',
        scopes: [...scopes],
      },
    });
    return grant.id;
  }

  /** What the portal does at *End now*. */
  async function endGrant(grantId: string): Promise<void> {
    await owner.client.$executeRaw`
      update access_grant set state = 'revoking', end_cause = 'ended-by-tenant', next_attempt_at = now()
       where id = ${grantId}::uuid`;
  }

  async function requestAction(
    server: Omit<TestServer, 'bmc'>,
    parameters: ActionParameters,
    by: 'tenant' | 'staff' = 'staff',
  ): Promise<string> {
    const action = await owner.client.action.create({
      data: {
        serverId: server.serverId,
        organisationId: organisation.id,
        requestedById: by === 'staff' ? staff.id : tenant.id,
        kind: parameters.kind,
        parameters,
        idempotencyKey: randomUUID(),
        reason: by === 'staff' ? 'ticket 4711' : null,
      },
    });
    return action.id;
  }

  /** What the portal does when a server changes hands. */
  async function handOver(
    server: Omit<TestServer, 'bmc'>,
    to: { readonly id: string } | null = other,
  ): Promise<{ readonly handOverId: string; readonly actionId: string }> {
    return owner.transaction(async (tx) => {
      await endGrants(tx, { serverId: server.serverId }, { cause: 'server-reassigned', byUserId: staff.id });
      await tx.server.update({ where: { id: server.serverId }, data: { organisationId: to?.id ?? null } });
      const { handOverId } = await openHandOver(tx, {
        serverId: server.serverId,
        organisationId: to?.id ?? null,
        requestedById: staff.id,
        reason: 'cancelled',
      });
      const action = await tx.action.create({
        data: {
          serverId: server.serverId,
          requestedById: staff.id,
          kind: 'hand-over',
          parameters: { kind: 'hand-over', handOverId },
          idempotencyKey: randomUUID(),
        },
      });
      return { handOverId, actionId: action.id };
    });
  }

  /** As if an account had been made on a BMC before, had logged in, and was gone. */
  async function provePassword(server: Omit<TestServer, 'bmc'>): Promise<void> {
    const grantId = await requestGrant(server);
    const sealed = 'box1.0000000000000000.AAAA.AAAA.AAAA';
    const row = { grantId, bmcId: server.bmcId, slot: 9, username: 'g_000000000000', privilege: 'operator' };
    const gone = { verifiedAt: new Date(), goneAt: new Date(), passwordForBroker: null };
    const proof = {
      readBack: 'absent',
      login: 'refused',
      sessionsEnded: 0,
      sessionsRemaining: 0,
      refusedSteps: [],
    };
    await owner.transaction(async (tx) => {
      await tx.$executeRaw`update access_grant set state = 'provisioning' where id = ${grantId}::uuid`;
      const { id } = await tx.account.create({ data: { ...row, passwordForBroker: sealed } });
      await tx.account.update({ where: { id }, data: gone });
      await tx.$executeRaw`
        update access_grant set state = 'revoking', end_cause = 'provisioning-failed' where id = ${grantId}::uuid`;
      await tx.grant.update({
        where: { id: grantId },
        data: {
          state: 'revoked',
          revokedAt: new Date(),
          proof: { ...proof, checkedAt: new Date().toISOString() },
        },
      });
    });
  }

  /** The passwords of a BMC's own login that are stored, by kind, as the broker would open them. */
  async function storedPasswords(bmcId: string): Promise<Record<string, string>> {
    const secrets = await owner.client.bmcSecret.findMany({
      where: { bmcId, kind: { startsWith: 'login' } },
    });
    const context = sealingContext.bmcLogin(bmcId);
    return Object.fromEntries(
      secrets.map(({ kind, sealed }) => {
        const opened: { password: string } = JSON.parse(
          unseal(sealed, keys.site.privateKeyPem, context).toString(),
        );
        return [kind, opened.password];
      }),
    );
  }

  /** The caller closes its journal. A name that is used again finds what the one before it wrote. */
  async function brokerWorld(
    changes: Partial<BrokerWorld> & { readonly name?: string } = {},
  ): Promise<BrokerWorld> {
    const { name = 'broker-1', ...world } = changes;
    const journal =
      world.journal ?? (await openJournal({ folder: path.join(journals, 'fra1', name), clock: bootClock }));
    const db = world.db ?? createDatabase({ url: database.url, role: 'postern_broker', maxConnections: 6 });
    const driver = world.driver ?? createBmcDriver(impatient);
    return {
      settings: {
        site: 'fra1',
        name,
        version: '0.0.0',
        consoleUrl: 'ws://localhost/console',
        opsHost: '127.0.0.1',
        opsPort: 0,
        relay: { hosts: ['127.0.0.1'], publicHost: '127.0.0.1', ports: { first: 20_000, last: 29_999 } },
        // Chores of a test come when the test asks for them, not in between.
        powerSweepSeconds: 3_600,
        hardwareSeconds: 86_400,
        reconcileSeconds: 3_600,
        databaseUrl: database.url,
        databaseRole: 'postern_broker',
      },
      vault: createVault({
        sitePrivateKey: keys.site.privateKeyPem,
        portalPublicKey: keys.portal.publicKeyPem,
      }),
      clock: systemClock,
      randomInt: (max) => randomInt(max),
      log: createLogger(logLevel),
      ...world,
      db,
      driver,
      journal,
    };
  }

  async function start(changes: Parameters<typeof brokerWorld>[0] = {}): Promise<Broker> {
    const world = await brokerWorld(changes);
    const broker = await startBroker(world);
    let stopped: Promise<void> | undefined;
    async function stop(): Promise<void> {
      await broker.stop();
      await world.driver.close();
      await world.db.close();
      await world.journal.close();
    }
    const started = { ...broker, stop: () => (stopped ??= stop()) };
    open.push({ close: started.stop });
    return started;
  }

  return {
    url: database.url,
    /** As POSTERN_JOURNAL_FOLDER: in it a folder for each broker, below the site's. */
    journals,
    owner,
    keys,
    siteId: site.id,
    organisation,
    otherOrganisation: other,
    tenant,
    staff,
    addServer,
    addRow,
    storeLogin,
    requestGrant,
    requestPermanentGrant,
    endGrant,
    requestAction,
    handOver,
    storedPasswords,
    provePassword,
    brokerWorld,
    start,
    grant: (id: string) =>
      owner.client.grant.findUniqueOrThrow({ where: { id }, include: { accounts: true } }),
    action: (id: string) => owner.client.action.findUniqueOrThrow({ where: { id } }),
    /** The password as its tenant would see it. */
    async revealPassword(
      grantId: string,
    ): Promise<{ username: string; password: string; slot: number | null }> {
      const account = await owner.client.account.findFirstOrThrow({ where: { grantId } });
      const context = sealingContext.accountPasswordForTenant(account.id);
      const password = unseal(account.passwordForTenant ?? '', keys.portal.privateKeyPem, context).toString();
      return { username: account.username, password, slot: account.slot };
    },
    auditOfServer: async (serverId: string) =>
      owner.client.auditEvent.findMany({ where: { serverId }, orderBy: { seq: 'asc' } }),
    auditOf: async (grantId: string) =>
      (await owner.client.auditEvent.findMany({ where: { grantId }, orderBy: { seq: 'asc' } })).map(
        ({ type }) => type,
      ),
    async close(): Promise<void> {
      for (const part of open.reverse()) await part.close();
      await owner.close();
      await database.drop();
      await rm(journals, { recursive: true, force: true });
    },
  };
}

/** Where somebody would log in: over Redfish where it is spoken, else over IPMI. */
interface LoginPlace {
  readonly host: string;
  readonly port: number;
  readonly redfish?: Pick<VirtualRedfish, 'port' | 'certificateSha256'> | undefined;
}

/** Logs in to a virtual BMC as somebody else would, past everything that the broker holds. */
export async function canLogIn(
  { host, port, redfish }: LoginPlace,
  { username, password }: { readonly username: string; readonly password: string },
  timing: Parameters<typeof createBmcDriver>[0] = impatient,
): Promise<boolean> {
  const { Secret } = await import('@postern/bmc');
  const driver: BmcDriver = createBmcDriver(timing);
  const login = { host, username, password: new Secret(password) };
  try {
    const verdict = await driver.checkLogin(
      redfish === undefined
        ? { ...login, port, privilege: 'operator' }
        : { ...login, protocol: 'redfish', ...redfishPlace(redfish) },
    );
    return verdict === 'accepted';
  } finally {
    await driver.close();
  }
}

function redfishPlace({ port, certificateSha256 }: Pick<VirtualRedfish, 'port' | 'certificateSha256'>) {
  return { port, certificateSha256 };
}

/** Names in the BMC's table, as it really is. */
export function namesOn(bmc: VirtualBmc): readonly string[] {
  return bmc.server.users
    .list()
    .map(({ name }) => name)
    .filter((name) => name !== '');
}

/** Looks until it is so. The limit only ends a test that has failed; it proves nothing about speed. */
export async function until<T>(look: () => Promise<T | undefined | false>, limitMs = 20_000): Promise<T> {
  const giveUpAt = performance.now() + limitMs;
  for (;;) {
    const seen = await look();
    if (seen !== undefined && seen !== false) return seen;
    if (performance.now() > giveUpAt) throw new Error('what the test waits for did not come');
    await systemClock.sleep(20);
  }
}

export async function untilState(site: TestSite, grantId: string, state: string, limitMs?: number) {
  return until(async () => {
    const grant = await site.grant(grantId);
    return grant.state === state && grant;
  }, limitMs);
}

/** Waits until an action is over, however it ended. */
export async function untilFinished(site: TestSite, actionId: string) {
  return until(async () => {
    const action = await site.action(actionId);
    return action.finishedAt !== null && action;
  });
}

export type { Database };
