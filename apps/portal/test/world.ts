import { randomUUID } from 'node:crypto';
import type { Database } from '@postern/database';
import {
  insertAccountFixture,
  insertGrantFixture,
  insertServerFixture,
  type ServerFixture,
} from '@postern/database/testing';
import { generateSealingKeys, seal, sealingContext } from '@postern/domain';
import type { TestPortal } from './open-test-portal.ts';

export const temporaryPassword = 'Tmp-Zugang-4711x';

/** Two tenants on two sites, each with a person and a server, and the hoster's own people. */
export interface World {
  readonly own: ServerFixture;
  readonly other: ServerFixture;
  readonly supportId: string;
  readonly adminId: string;
  /** Opens what is sealed for the site of `own`. */
  readonly siteKeys: ReturnType<typeof generateSealingKeys>;
}

export async function makeWorld({ owner }: TestPortal): Promise<World> {
  const tx = owner.client;
  const own = await insertServerFixture(tx);
  const other = await insertServerFixture(tx);
  const siteKeys = generateSealingKeys();
  await tx.site.updateMany({ data: { publicKey: siteKeys.publicKeyPem } });
  const admin = await tx.user.create({
    data: { email: `${randomUUID()}@hoster.test`, name: 'Ada', role: 'admin' },
  });
  for (const { bmcId } of [own, other]) await giveScreen(owner, bmcId);
  return { own, other, supportId: own.staffId, adminId: admin.id, siteKeys };
}

/** Of the certificate that the BMC of each target showed last. */
export const shownFingerprint = 'ab'.repeat(32);

function giveScreen({ client }: Database, bmcId: string): Promise<unknown> {
  return client.bmc.update({
    where: { id: bmcId },
    data: { screenProtocol: 'vnc', screenHost: '127.0.0.1', screenPort: 5900, serialOverLan: true },
  });
}

/** Brokers of tests do not beat: this says that all of them have just done so. */
export async function beatBrokers({ owner }: TestPortal): Promise<void> {
  await owner.client.$executeRaw`update broker set heartbeat_at = now()`;
}

/** What a procedure may be asked about. */
export interface Target {
  readonly serverId: string;
  readonly grantId: string;
  readonly actionId: string;
  readonly organisationId: string;
  readonly userId: string;
  readonly siteId: string;
  /** A foreign user of its BMC, and when he was reported. */
  readonly bmcUserId: string;
  readonly reportedAt: Date;
}

export function nonexistentTarget(): Target {
  return {
    serverId: randomUUID(),
    grantId: randomUUID(),
    actionId: randomUUID(),
    organisationId: randomUUID(),
    userId: randomUUID(),
    siteId: randomUUID(),
    bmcUserId: randomUUID(),
    reportedAt: new Date(),
  };
}

/**
 * A fresh server of the same tenant that waits to be handed over and has a stranger on its BMC, with active access (or none) whose
 * password is sealed for the portal.
 */
export async function makeTarget(
  test: TestPortal,
  beside: ServerFixture,
  withGrant: boolean | 'awaiting-approval' | 'permanent',
): Promise<Target> {
  const tx = test.owner.client;
  const server = await insertServerFixture(tx, beside);
  await giveScreen(test.owner, server.bmcId);
  await tx.bmc.update({
    where: { id: server.bmcId },
    data: { certificateSeen: { sha256: shownFingerprint }, certificateSeenAt: new Date() },
  });
  await tx.bmcSecret.create({
    data: { bmcId: server.bmcId, kind: 'login', sealed: 'box1.0000000000000000.AAAA.AAAA.AAAA' },
  });
  const reportedAt = new Date();
  const stranger = await tx.bmcUser.create({
    data: {
      bmcId: server.bmcId,
      slot: 5,
      name: 'monitoring',
      kind: 'foreign',
      privilege: 'user',
      state: 'enabled',
      reportedAt,
    },
  });
  await tx.handOver.create({ data: { serverId: server.serverId, requestedById: server.staffId } });
  const grantId = await grantOf(test, server, withGrant);
  const action = await tx.action.create({
    data: {
      serverId: server.serverId,
      organisationId: server.organisationId,
      requestedById: server.tenantId,
      kind: 'boot',
      parameters: { kind: 'boot', device: 'pxe', persistent: false, firmware: 'uefi' },
      idempotencyKey: randomUUID(),
    },
  });
  return {
    serverId: server.serverId,
    grantId,
    actionId: action.id,
    organisationId: server.organisationId,
    userId: server.tenantId,
    siteId: server.siteId,
    bmcUserId: stranger.id,
    reportedAt,
  };
}

async function grantOf(
  test: TestPortal,
  server: ServerFixture,
  wanted: boolean | 'awaiting-approval' | 'permanent',
): Promise<string> {
  if (wanted === false) return randomUUID();
  if (wanted === true) return giveAccess(test, server);
  const options =
    wanted === 'permanent' ? ({ state: 'active', permanent: true } as const) : { state: wanted };
  return (await insertGrantFixture(test.owner.client, server, options)).grantId;
}

async function giveAccess(test: TestPortal, server: ServerFixture): Promise<string> {
  const tx = test.owner.client;
  const { grantId } = await insertGrantFixture(tx, server, { state: 'active', endsInSeconds: 1800 });
  const { accountId } = await insertAccountFixture(tx, { grantId, bmcId: server.bmcId });
  const context = sealingContext.accountPasswordForTenant(accountId);
  const passwordForTenant = seal(Buffer.from(temporaryPassword), test.publicKeyPem, context);
  await tx.account.update({ where: { id: accountId }, data: { passwordForTenant, verifiedAt: new Date() } });
  return grantId;
}

export const heldSince = new Date('2026-01-01T00:00:00Z');

/** Puts a site on hold, with nothing to do on any of its BMCs. Call it as often as needed. */
export async function holdSite(t: TestPortal, siteId: string): Promise<void> {
  await t.owner.client.$executeRaw`
    update site set observing_since = ${heldSince}, observing_cause = 'asked-for' where id = ${siteId}::uuid`;
  await t.owner.client.$executeRaw`
    insert into observed_bmc (site_id, bmc_id, server_name, plan)
    select s.site_id, b.id, s.name, '[]' from bmc b join server s on s.id = b.server_id
     where s.site_id = ${siteId}::uuid
    on conflict do nothing`;
}
