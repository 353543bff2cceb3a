import { randomUUID } from 'node:crypto';
import { planDigest, type Role } from '@postern/domain';
import { hashPassword } from '../src/server/auth/password.ts';
import { sealOffer } from '../src/server/auth/second-factor-offer.ts';
import { newTotpSecret } from '../src/server/auth/totp.ts';
import type { TestPortal } from './open-test-portal.ts';
import { codeOf, giveSecondFactor } from './second-factor-of.ts';
import { heldSince, shownFingerprint, type Target } from './world.ts';

/** Who may call a procedure, and with what. */
export interface ProcedureRow {
  readonly roles: readonly Role[];
  /**
   * `tenant`: about one thing that belongs to a tenant; another's and none at all look the same to tenants.
   * `hoster`: about one thing that staff handle. `none`: about nothing in particular.
   */
  readonly about: 'tenant' | 'hoster' | 'none';
  /** The thing has to have active access; a fresh server has none. */
  readonly needsGrant?: true | 'awaiting-approval' | 'permanent';
  /** Its site has to be on hold since `heldSince`, with all of its BMCs looked at. */
  readonly needsHold?: true;
  readonly input?: (target: Target) => unknown;
  /** In place of `input`, for what is about the caller himself: makes it, and says what to call with. */
  readonly own?: (test: TestPortal, userId: string) => Promise<unknown>;
}

/** What a procedure is called with. What it needs of the caller's own is made for him. */
export async function inputOf(
  row: ProcedureRow,
  target: Target,
  test: TestPortal,
  userId: string,
): Promise<unknown> {
  return row.own === undefined ? row.input?.(target) : row.own(test, userId);
}

const ownPassword = 'an own password of somebody';
let hashOfOwnPassword: Promise<string> | undefined;

/** Gives the caller a password and returns it. */
async function giveOwnPassword(test: TestPortal, userId: string): Promise<string> {
  hashOfOwnPassword ??= hashPassword(ownPassword);
  const passwordHash = await hashOfOwnPassword;
  await test.owner.client.user.update({ where: { id: userId }, data: { passwordHash } });
  return ownPassword;
}

/** Signs the caller in at another browser and returns that sign-in. */
async function signInElsewhere({ owner }: TestPortal, userId: string): Promise<string> {
  const expiresAt = new Date(Date.now() + 600_000);
  const { id } = await owner.client.webSession.create({ data: { userId, expiresAt } });
  return id;
}

const everybody = ['tenant', 'support', 'admin'] as const;
const tenants = ['tenant'] as const;
const staff = ['support', 'admin'] as const;
const admins = ['admin'] as const;

const key = () => randomUUID();
const policy = {
  minDurationSeconds: 300,
  defaultDurationSeconds: 3600,
  maxDurationSeconds: 14_400,
  maxExtensions: 3,
  maxTotalSeconds: 28_800,
  accountPrivilege: 'operator',
  approval: 'automatic',
  approvalTimeoutSeconds: 86_400,
  maxLiveGrants: 100,
  scopes: ['view', 'console', 'power', 'account'],
  graceSeconds: 0,
  tellForeignAccounts: false,
};
const server = ({ organisationId }: Target) => ({
  name: `new-${randomUUID()}`,
  rack: 'r2',
  ipAddresses: ['192.0.2.77'],
  organisationId,
});

/** The whole of who may do what. A procedure that is not here fails the matrix. */
export const procedureTable: Readonly<Record<string, ProcedureRow>> = {
  'actions.get': { roles: everybody, about: 'tenant', input: ({ actionId }) => ({ actionId }) },
  'actions.list': { roles: everybody, about: 'tenant', input: ({ serverId }) => ({ serverId }) },
  'activity.list': { roles: everybody, about: 'tenant', input: ({ serverId }) => ({ serverId }) },
  'audit.list': { roles: admins, about: 'none', input: () => ({}) },
  'audit.verify': { roles: admins, about: 'none' },
  'bmcUsers.adopt': {
    roles: admins,
    about: 'hoster',
    input: ({ bmcUserId, reportedAt }) => ({ userId: bmcUserId, reportedAt, note: 'the zabbix of rack 7' }),
  },
  'bmcUsers.ignore': {
    roles: admins,
    about: 'hoster',
    input: ({ bmcUserId, reportedAt }) => ({ userId: bmcUserId, reportedAt }),
  },
  'bmcUsers.list': { roles: admins, about: 'hoster', input: ({ serverId }) => ({ serverId }) },
  'bmcUsers.remove': {
    roles: admins,
    about: 'hoster',
    input: ({ bmcUserId }) => ({
      userId: bmcUserId,
      name: 'monitoring',
      reason: 'nobody knows it',
      idempotencyKey: key(),
    }),
  },
  'bmcs.rotate': {
    roles: admins,
    about: 'hoster',
    input: ({ serverId }) => ({ serverId, idempotencyKey: key() }),
  },
  'bmcs.list': { roles: admins, about: 'none', input: () => ({}) },
  'bmcs.detect': {
    roles: admins,
    about: 'hoster',
    input: ({ serverId }) => ({ serverId, host: '192.0.2.9', idempotencyKey: key() }),
  },
  'bmcs.probe': {
    roles: admins,
    about: 'hoster',
    input: ({ serverId }) => ({ serverId, idempotencyKey: key() }),
  },
  'bmcs.posture': {
    roles: admins,
    about: 'hoster',
    input: ({ serverId }) => ({ serverId, idempotencyKey: key() }),
  },
  'bmcs.acceptCertificate': {
    roles: admins,
    about: 'hoster',
    input: ({ serverId }) => ({ serverId, sha256: shownFingerprint }),
  },
  'bmcs.restart': {
    roles: everybody,
    about: 'tenant',
    needsGrant: true,
    input: ({ serverId }) => ({ serverId, idempotencyKey: key(), reason: 'ticket 4711' }),
  },
  'bmcs.test': {
    roles: everybody,
    about: 'tenant',
    input: ({ serverId }) => ({ serverId, idempotencyKey: key() }),
  },
  'bmcs.write': {
    roles: admins,
    about: 'hoster',
    input: ({ serverId }) => ({
      serverId,
      host: `bmc-${randomUUID()}.test`,
      login: { username: 'admin', password: 'hunter2-hunter2' },
    }),
  },
  'boot.write': {
    roles: everybody,
    about: 'tenant',
    needsGrant: true,
    input: ({ serverId }) => ({
      serverId,
      device: 'pxe',
      persistent: false,
      firmware: 'uefi',
      idempotencyKey: key(),
      reason: 'ticket 4711',
    }),
  },
  'brokers.list': { roles: staff, about: 'none' },
  'console.issueTicket': {
    roles: everybody,
    about: 'tenant',
    needsGrant: true,
    input: ({ serverId }) => ({ serverId, kind: 'screen', reason: 'ticket 4711' }),
  },
  'blocks.clear': {
    roles: staff,
    about: 'hoster',
    input: ({ serverId }) => ({ of: { serverId }, kind: 'unpaid' }),
  },
  'blocks.set': {
    roles: staff,
    about: 'hoster',
    input: ({ serverId }) => ({ of: { serverId }, kind: 'unpaid', reason: 'invoice 77', endsLive: false }),
  },
  'grants.approve': {
    roles: staff,
    about: 'hoster',
    needsGrant: 'awaiting-approval',
    input: ({ grantId }) => ({ grantId }),
  },
  'grants.askForGrace': {
    roles: tenants,
    about: 'tenant',
    needsGrant: true,
    input: ({ grantId }) => ({ grantId, wanted: false }),
  },
  'findings.list': { roles: admins, about: 'none' },
  'findings.markSeen': {
    roles: admins,
    about: 'hoster',
    needsGrant: true,
    input: ({ grantId }) => ({ grantId }),
  },
  'grants.confirm': {
    roles: staff,
    about: 'hoster',
    needsGrant: 'permanent',
    input: ({ grantId }) => ({ grantId, reviewAt: new Date(Date.now() + 86_400_000) }),
  },
  'grants.decline': {
    roles: staff,
    about: 'hoster',
    needsGrant: 'awaiting-approval',
    input: ({ grantId }) => ({ grantId, reason: 'not this week' }),
  },
  'grants.end': { roles: tenants, about: 'tenant', needsGrant: true, input: ({ grantId }) => ({ grantId }) },
  'grants.extend': {
    roles: tenants,
    about: 'tenant',
    needsGrant: true,
    input: ({ grantId }) => ({ grantId, bySeconds: 600 }),
  },
  'grants.moveSource': {
    roles: tenants,
    about: 'tenant',
    needsGrant: true,
    input: ({ grantId }) => ({ grantId, to: '198.51.100.7, 2001:db8::7' }),
  },
  'grants.give': {
    roles: staff,
    about: 'hoster',
    input: ({ serverId }) => ({
      serverId,
      permanent: false,
      durationSeconds: 3600,
      reason: 'the shop is down',
      ticketNumber: 'T-4711',
    }),
  },
  'grants.list': { roles: staff, about: 'none', input: () => ({}) },
  'grants.request': { roles: tenants, about: 'tenant', input: ({ serverId }) => ({ serverId }) },
  'grants.reveal': {
    roles: tenants,
    about: 'tenant',
    needsGrant: true,
    input: ({ grantId }) => ({ grantId }),
  },
  'grants.revoke': {
    roles: staff,
    about: 'hoster',
    needsGrant: true,
    input: ({ grantId }) => ({ grantId, reason: 'the tenant asked for it' }),
  },
  'hardware.events': { roles: everybody, about: 'tenant', input: ({ serverId }) => ({ serverId }) },
  'hardware.inventory': { roles: everybody, about: 'tenant', input: ({ serverId }) => ({ serverId }) },
  'hardware.readNow': { roles: everybody, about: 'tenant', input: ({ serverId }) => ({ serverId }) },
  'hardware.sensors': { roles: everybody, about: 'tenant', input: ({ serverId }) => ({ serverId }) },
  'live.changes': { roles: everybody, about: 'none' },
  'organisations.create': { roles: admins, about: 'none', input: () => ({ name: `New ${randomUUID()}` }) },
  'organisations.list': { roles: staff, about: 'none' },
  'organisations.resume': {
    roles: admins,
    about: 'hoster',
    input: ({ organisationId }) => ({ organisationId }),
  },
  'organisations.suspend': {
    roles: admins,
    about: 'hoster',
    input: ({ organisationId }) => ({ organisationId, reason: 'unpaid bills' }),
  },
  'people.create': {
    roles: admins,
    about: 'hoster',
    input: ({ organisationId }) => ({
      email: `${randomUUID()}@new.test`,
      name: 'New',
      role: 'tenant',
      organisationId,
      password: 'a long enough password',
    }),
  },
  'people.disable': {
    roles: admins,
    about: 'hoster',
    input: ({ userId }) => ({ userId, reason: 'left the company' }),
  },
  'people.enable': { roles: admins, about: 'hoster', input: ({ userId }) => ({ userId }) },
  'people.removeSecondFactor': {
    roles: admins,
    about: 'hoster',
    input: ({ userId }) => ({ userId, reason: 'lost his phone' }),
  },
  'people.list': { roles: staff, about: 'none', input: () => ({}) },
  'password.change': {
    roles: everybody,
    about: 'none',
    own: async (test, userId) => ({
      password: await giveOwnPassword(test, userId),
      newPassword: 'hunter2-hunter2',
    }),
  },
  'policies.get': { roles: admins, about: 'hoster', input: ({ serverId }) => ({ of: { serverId } }) },
  'policies.override': {
    roles: admins,
    about: 'hoster',
    input: ({ organisationId }) => ({ of: { organisationId }, policy }),
  },
  'power.operate': {
    roles: everybody,
    about: 'tenant',
    needsGrant: true,
    input: ({ serverId }) => ({ serverId, operation: 'reset', idempotencyKey: key(), reason: 'ticket 4711' }),
  },
  'servers.create': { roles: admins, about: 'hoster', input: (t) => ({ ...server(t), siteId: t.siteId }) },
  'servers.handOver': {
    roles: staff,
    about: 'hoster',
    input: ({ serverId }) => ({ serverId, reason: 'the tenant has left' }),
  },
  'servers.overrideHandOver': {
    roles: staff,
    about: 'hoster',
    input: ({ serverId }) => ({ serverId, reason: 'the BMC is dead' }),
  },
  'servers.get': { roles: everybody, about: 'tenant', input: ({ serverId }) => ({ serverId }) },
  'servers.list': { roles: everybody, about: 'none', input: () => ({}) },
  'servers.update': {
    roles: admins,
    about: 'hoster',
    input: (t) => ({ ...server(t), serverId: t.serverId }),
  },
  'sites.create': {
    roles: admins,
    about: 'none',
    input: () => ({ slug: `s-${randomUUID().slice(0, 8)}`, name: 'Vienna' }),
  },
  'sites.list': { roles: staff, about: 'none' },
  'sites.observations': { roles: staff, about: 'none' },
  'sites.holdWrites': {
    roles: admins,
    about: 'hoster',
    input: ({ siteId }) => ({ siteId, reason: 'the database is being restored' }),
  },
  'sites.confirmWrites': {
    roles: admins,
    about: 'hoster',
    needsHold: true,
    input: ({ siteId }) => ({ siteId, since: heldSince, digest: planDigest([]) }),
  },
  'sites.scheduleRotation': {
    roles: admins,
    about: 'hoster',
    input: ({ siteId }) => ({ siteId, everyDays: 90 }),
  },
  'sites.updateAccessPath': {
    roles: admins,
    about: 'hoster',
    input: ({ siteId }) => ({ siteId, path: 'direct' }),
  },
  'sites.updateHelp': {
    roles: admins,
    about: 'hoster',
    input: ({ siteId }) => ({ siteId, help: { words: 'Day and night', mail: 'hands@dc.test' } }),
  },
  'sites.updatePolicy': { roles: admins, about: 'hoster', input: ({ siteId }) => ({ siteId, policy }) },
  'support.search': { roles: staff, about: 'none', input: () => ({ query: 'srv' }) },
  'viewer.get': { roles: everybody, about: 'none' },
  'viewer.sourceAddress': { roles: everybody, about: 'none' },
  'secondFactor.confirm': {
    roles: everybody,
    about: 'none',
    own: async (test, userId) => {
      await test.owner.client.secondFactor.deleteMany({ where: { userId } });
      const totpSecret = newTotpSecret();
      return {
        offer: await sealOffer({ userId, totpSecret }, test.portal.sessionSecret),
        code: codeOf(totpSecret),
        password: await giveOwnPassword(test, userId),
      };
    },
  },
  'secondFactor.get': { roles: everybody, about: 'none' },
  'secondFactor.offer': { roles: everybody, about: 'none' },
  'secondFactor.remove': {
    roles: everybody,
    about: 'none',
    own: async (test, userId) => ({
      password: await giveOwnPassword(test, userId),
      code: codeOf(await giveSecondFactor(test, userId)),
    }),
  },
  'webSessions.end': {
    roles: everybody,
    about: 'none',
    own: async (test, userId) => ({ webSessionId: await signInElsewhere(test, userId) }),
  },
  'webSessions.endOthers': {
    roles: everybody,
    about: 'none',
    own: async (test, userId) => void (await signInElsewhere(test, userId)),
  },
  'webSessions.list': { roles: everybody, about: 'none' },
};
