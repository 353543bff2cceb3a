/** Power, boot, consoles and BMC settings: what is asked for here and done by a broker. */
import { hashTicket, sealingContext, unseal } from '@postern/domain';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Answer, call, openTestPortal, type TestPortal } from './open-test-portal.ts';
import { beatBrokers, makeTarget, makeWorld, type Target, type World } from './world.ts';

let t: TestPortal;
let world: World;
let tenant: string;
let support: string;
let admin: string;

beforeAll(async () => {
  t = await openTestPortal();
  world = await makeWorld(t);
  tenant = await t.signIn(world.own.tenantId);
  support = await t.signIn(world.supportId);
  admin = await t.signIn(world.adminId);
});
afterAll(() => t.close());
beforeEach(() => beatBrokers(t));

const target = (withGrant: boolean) => makeTarget(t, world.own, withGrant);
const reasonOf = ({ error }: Answer) => error?.data.reason;
const power = (about: Target, idempotencyKey: string, more: object = {}, cookie = tenant) =>
  call(
    t.portal,
    'power.operate',
    { serverId: about.serverId, operation: 'reset', idempotencyKey, ...more },
    cookie,
  );

describe('a power operation', () => {
  const powerActions = ({ serverId }: Target) =>
    t.owner.client.action.count({ where: { serverId, kind: 'power' } });

  test('clicked many times with one key is one action with one line in the audit log', async () => {
    const about = await target(true);
    const answers = await Promise.all(Array.from({ length: 10 }, () => power(about, 'click-0001')));
    expect(new Set(answers.map(({ data }) => (data as { actionId: string }).actionId)).size).toBe(1);
    expect(await powerActions(about)).toBe(1);
    const events = { serverId: about.serverId, type: 'action.requested' };
    expect(await t.owner.client.auditEvent.count({ where: events })).toBe(1);
  });

  test('is refused while another one runs', async () => {
    const about = await target(true);
    await power(about, 'click-0001');
    expect(reasonOf(await power(about, 'click-0002'))).toBe('action-running');
  });

  test('cannot borrow the key of another one', async () => {
    const about = await target(true);
    await power(about, 'click-0001');
    expect(reasonOf(await power(about, 'click-0001', { operation: 'off' }))).toBe('idempotency-key-used');
    expect(reasonOf(await power(about, 'click-0001', { reason: 'ticket 1' }, support))).toBe(
      'idempotency-key-used',
    );
  });

  test('needs active access from a tenant, and a reason from staff', async () => {
    const about = await target(false);
    expect(reasonOf(await power(about, 'click-0001'))).toBe('grant-needed');
    expect(reasonOf(await power(about, 'click-0001', {}, support))).toBe('reason-needed');
    expect((await power(about, 'click-0001', { reason: 'ticket 4711' }, support)).status).toBe(200);
  });

  test('of staff stands in the tenant’s activity with its reason', async () => {
    const about = await target(false);
    await power(about, 'click-0001', { reason: 'ticket 4711' }, support);
    const lines = await call(t.portal, 'activity.list', { serverId: about.serverId }, tenant);
    expect(lines.data).toMatchObject({
      items: [
        {
          actor: { kind: 'staff', name: 'Sam', you: false },
          sentence: 'asked to force a restart',
          reason: 'ticket 4711',
        },
      ],
    });
  });

  test('by a script that ran away is stopped', async () => {
    const about = await target(true);
    const answers = [];
    for (let i = 0; i < 31; i += 1) {
      answers.push(await power(about, `click-00${i + 10}`));
      await t.owner.client.$executeRaw`
        update action set state = 'running', started_at = now() where kind = 'power' and state = 'requested'`;
      await t.owner.client.$executeRaw`
        update action set state = 'succeeded', finished_at = now() where kind = 'power' and state = 'running'`;
    }
    expect(answers.at(-1)).toMatchObject({ status: 429 });
    // The server came with one action of this person's.
    expect(await t.owner.client.action.count({ where: { serverId: about.serverId } })).toBe(30);
  });
});

describe('a console ticket', () => {
  const issue = (about: Target, cookie: string, more: object = {}) =>
    call(t.portal, 'console.issueTicket', { serverId: about.serverId, kind: 'screen', ...more }, cookie);
  const stored = (answer: Answer) =>
    t.owner.client.consoleTicket.findUniqueOrThrow({
      where: { tokenHash: hashTicket((answer.data as { ticket: string }).ticket) },
    });

  test('is stored as its hash, for 30 seconds, bound to who asked and on which grant', async () => {
    const about = await target(true);
    const answer = await issue(about, tenant);
    const row = await stored(answer);
    expect(row).toMatchObject({
      serverId: about.serverId,
      grantId: about.grantId,
      userId: world.own.tenantId,
      brokerId: world.own.brokerId,
      usedAt: null,
    });
    expect(row.expiresAt.getTime() - row.issuedAt.getTime()).toBe(30_000);
    expect(JSON.stringify(row)).not.toContain((answer.data as { ticket: string }).ticket);
    expect((answer.data as { url: string }).url).toBe('ws://localhost:3001/console');
  });

  test('of staff needs a reason and hangs on no grant of the tenant', async () => {
    const about = await target(true);
    expect(reasonOf(await issue(about, support))).toBe('reason-needed');
    expect(await stored(await issue(about, support, { reason: 'ticket 4711' }))).toMatchObject({
      grantId: null,
      reason: 'ticket 4711',
    });
  });

  test('is not given without access, without a broker, or for what the server has not', async () => {
    expect(reasonOf(await issue(await target(false), tenant))).toBe('grant-needed');
    const about = await target(true);
    await t.owner.client.bmc.updateMany({
      where: { serverId: about.serverId },
      data: { serialOverLan: false },
    });
    expect(reasonOf(await issue(about, tenant, { kind: 'serial' }))).toBe('console-not-offered');
    await t.owner.client.$executeRaw`update broker set heartbeat_at = now() - interval '16 seconds'`;
    expect(reasonOf(await issue(about, tenant))).toBe('no-broker');
  });
});

describe('the settings of a BMC', () => {
  const login = { username: 'admin', password: 'hunter2-hunter2' };
  const write = (about: Pick<Target, 'serverId'>, more: object) =>
    call(
      t.portal,
      'bmcs.write',
      { serverId: about.serverId, host: `${about.serverId.slice(0, 8)}.bmc.test`, ...more },
      admin,
    );

  async function bareServer(): Promise<{ serverId: string }> {
    const { id } = await t.owner.client.server.create({
      data: {
        siteId: world.own.siteId,
        organisationId: world.own.organisationId,
        name: `bare-${Math.random()}`,
        rack: 'r1',
      },
    });
    return { serverId: id };
  }
  const secretsOf = (answer: Answer) =>
    t.owner.client.bmcSecret.findMany({ where: { bmcId: (answer.data as { bmcId: string }).bmcId } });

  test('seal the login to the site’s key: its broker opens it, for this BMC only', async () => {
    const answer = await write(await bareServer(), {
      login,
      screenProtocol: 'vnc',
      screenHost: '127.0.0.1',
      screenPort: 5901,
      screenPassword: 'vncpass1',
    });
    const { bmcId } = answer.data as { bmcId: string };
    const secrets = await secretsOf(answer);
    const sealed = (kind: string) => secrets.find((secret) => secret.kind === kind)?.sealed ?? '';
    const key = world.siteKeys.privateKeyPem;
    expect(JSON.parse(unseal(sealed('login'), key, sealingContext.bmcLogin(bmcId)).toString())).toEqual(
      login,
    );
    expect(unseal(sealed('screen'), key, sealingContext.consolePassword(bmcId)).toString()).toBe('vncpass1');
    expect(() => unseal(sealed('login'), key, sealingContext.bmcLogin(world.own.bmcId))).toThrow();
    expect(() => unseal(sealed('login'), t.portal.privateKeyPem, sealingContext.bmcLogin(bmcId))).toThrow();
  });

  test('keep the stored login where none is typed, but never offer it to another address', async () => {
    const about = await bareServer();
    const first = await write(about, { login });
    const [before] = await secretsOf(first);
    expect((await write(about, { serialOverLan: true })).status).toBe(200);
    expect(await secretsOf(first)).toEqual([before]);
    expect(reasonOf(await write(about, { host: 'elsewhere.bmc.test' }))).toBe('login-needed');
    expect(
      (await t.owner.client.bmc.findUniqueOrThrow({ where: { serverId: about.serverId } })).host,
    ).not.toBe('elsewhere.bmc.test');
  });

  test('of a new BMC need a login, and a site whose broker has registered its key', async () => {
    expect(reasonOf(await write(await bareServer(), {}))).toBe('login-needed');
    await t.owner.client.site.update({ where: { id: world.own.siteId }, data: { publicKey: null } });
    const answer = await write(await bareServer(), { login });
    await t.owner.client.site.update({
      where: { id: world.own.siteId },
      data: { publicKey: world.siteKeys.publicKeyPem },
    });
    expect(answer).toMatchObject({ status: 412, error: { data: { reason: 'site-has-no-key' } } });
    expect(answer.error?.data.advice).toMatch(/broker/);
  });

  test('do not move a BMC to another address while somebody has access through it', async () => {
    const about = await target(true);
    expect(reasonOf(await write(about, { login, host: 'moved.bmc.test' }))).toBe('server-has-grant');
  });

  describe('over Redfish', () => {
    const pin = 'ab'.repeat(32);
    const other = 'cd'.repeat(32);
    const redfish = { login, protocol: 'redfish', redfishPort: 8443 };
    const bmcOf = ({ serverId }: Pick<Target, 'serverId'>) =>
      t.owner.client.bmc.findUniqueOrThrow({ where: { serverId } });
    const show = ({ serverId }: Pick<Target, 'serverId'>, sha256: string) =>
      t.owner.client.bmc.update({
        where: { serverId },
        data: { certificateSeen: { sha256 }, certificateSeenAt: new Date() },
      });
    const accept = ({ serverId }: Pick<Target, 'serverId'>, sha256: string) =>
      call(t.portal, 'bmcs.acceptCertificate', { serverId, sha256 }, admin);

    test('need a certificate, in whichever form somebody pastes it', async () => {
      const about = await bareServer();
      const without = await write(about, redfish);
      expect(without.error?.data).toMatchObject({
        reason: 'certificate-needed',
        fieldErrors: { certificatePin: [expect.any(String)] },
      });
      const text = (pin.match(/../g) ?? []).join(':').toUpperCase();
      expect((await write(about, { ...redfish, certificatePin: text })).status).toBe(200);
      expect(await bmcOf(about)).toMatchObject({
        protocol: 'redfish',
        redfishPort: 8443,
        certificatePin: pin,
      });
      const odd = await write(await bareServer(), { ...redfish, certificatePin: 'abc' });
      expect(odd.error?.data.fieldErrors).toHaveProperty(['certificatePin']);
    });

    test('keep the pin at the same address, and forget pin and profile at another', async () => {
      const about = await bareServer();
      await write(about, { ...redfish, certificatePin: pin });
      await t.owner.client.bmc.update({
        where: { serverId: about.serverId },
        data: { profile: { protocol: 'redfish' }, profiledAt: new Date() },
      });
      expect((await write(about, { ...redfish, serialOverLan: true })).status).toBe(200);
      expect(await bmcOf(about)).toMatchObject({ certificatePin: pin, profile: { protocol: 'redfish' } });
      const moved = { ...redfish, redfishPort: 9443 };
      expect(reasonOf(await write(about, moved))).toBe('certificate-needed');
      expect((await write(about, { ...moved, certificatePin: other })).status).toBe(200);
      expect(await bmcOf(about)).toMatchObject({ certificatePin: other, profile: null, profiledAt: null });
    });

    test('do not change the protocol while somebody has access over the old one', async () => {
      const about = await target(true);
      const { host, port } = await bmcOf(about);
      expect(reasonOf(await write(about, { ...redfish, host, port, certificatePin: pin }))).toBe(
        'server-has-grant',
      );
    });

    test('accept only the certificate that the BMC still shows, and say so in the audit log', async () => {
      const about = await bareServer();
      await write(about, { ...redfish, certificatePin: pin });
      await show(about, other);
      expect(reasonOf(await accept(about, pin))).toBe('certificate-moved-on');
      expect((await bmcOf(about)).certificatePin).toBe(pin);
      expect((await accept(about, other)).status).toBe(200);
      expect((await bmcOf(about)).certificatePin).toBe(other);
      const accepted = { serverId: about.serverId, type: 'bmc.certificate-accepted' };
      expect(
        await t.owner.client.auditEvent.findMany({ where: accepted, orderBy: { seq: 'asc' } }),
      ).toMatchObject([
        { details: { before: null, sha256: pin } },
        { details: { before: pin, sha256: other } },
      ]);
    });
  });

  test('can be found out before there is a BMC; what was found is not for tenants', async () => {
    const about = await bareServer();
    await beatBrokers(t);
    const look = { serverId: about.serverId, host: '192.0.2.9', idempotencyKey: `look-${about.serverId}` };
    const asked = await call(t.portal, 'bmcs.detect', look, admin);
    expect(asked.status).toBe(200);
    const { actionId } = asked.data as { actionId: string };
    expect((await call(t.portal, 'actions.get', { actionId }, admin)).status).toBe(200);
    expect((await call(t.portal, 'actions.get', { actionId }, tenant)).status).toBe(404);
    const probe = { serverId: about.serverId, idempotencyKey: `probe-${about.serverId}` };
    expect(reasonOf(await call(t.portal, 'bmcs.probe', probe, admin))).toBe('server-has-no-bmc');
  });

  test('name the field when the address is another server’s, or a password does not fit', async () => {
    const about = await bareServer();
    await write(about, { login, host: 'taken.bmc.test' });
    const taken = await write(await bareServer(), { login, host: 'taken.bmc.test' });
    expect(taken.error?.data).toMatchObject({
      reason: 'address-taken',
      fieldErrors: { host: [expect.any(String)] },
    });
    const long = await write(await bareServer(), { login: { ...login, password: 'x'.repeat(21) } });
    expect(long.error?.data.fieldErrors).toHaveProperty(['login.password']);
  });

  test('are shown to admins without secrets, and to nobody else', async () => {
    const about = await target(true);
    const asAdmin = await call(t.portal, 'servers.get', { serverId: about.serverId }, admin);
    expect(asAdmin.data).toMatchObject({
      bmc: { host: expect.any(String), loginChangedAt: expect.any(Date) },
    });
    for (const cookie of [tenant, support]) {
      expect((await call(t.portal, 'servers.get', { serverId: about.serverId }, cookie)).data).toMatchObject({
        bmc: null,
      });
    }
  });
});

test('a name that is taken is said at its field', async () => {
  const create = (name: string) =>
    call(
      t.portal,
      'servers.create',
      { name, rack: 'r1', ipAddresses: [], organisationId: null, siteId: world.own.siteId },
      admin,
    );
  expect((await create('twice')).status).toBe(200);
  expect((await create('twice')).error?.data).toMatchObject({
    reason: 'name-taken',
    fieldErrors: { name: ['This name is taken.'] },
  });
});

describe('the audit log', () => {
  test('is verified over what everybody above did, and shows that somebody looked', async () => {
    const verdict = await call(t.portal, 'audit.verify', undefined, admin);
    expect(verdict.data).toMatchObject({ intact: true });
    const list = await call(t.portal, 'audit.list', { types: ['audit.verified'], limit: 1 }, admin);
    expect(list.data).toMatchObject({ items: [{ actor: { name: 'Ada', role: 'admin' }, outcome: 'ok' }] });
  });

  test('that a superuser changed is not intact, and the first bad line is named', async () => {
    await t.owner.client.$executeRaw`alter table audit_event disable trigger user`;
    await t.owner.client.$executeRaw`update audit_event set actor_name = 'nobody' where seq = 3`;
    await t.owner.client.$executeRaw`alter table audit_event enable trigger user`;
    const verdict = await call(t.portal, 'audit.verify', undefined, admin);
    expect(verdict.data).toMatchObject({ intact: false, firstBadSeq: '3', fault: 'wrong-hash' });
  });

  test('pages through without a gap', async () => {
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const page: Answer = await call(t.portal, 'audit.list', { cursor, limit: 7 }, admin);
      const { items, nextCursor } = page.data as { items: { seq: string }[]; nextCursor: string | null };
      seen.push(...items.map(({ seq }) => seq));
      cursor = nextCursor;
    } while (cursor !== null);
    expect(seen).toHaveLength(await t.owner.client.auditEvent.count());
    expect(new Set(seen).size).toBe(seen.length);
  });
});
