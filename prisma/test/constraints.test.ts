import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createDatabase, type Database, type Prisma } from '../src/index.ts';
import {
  createTestDatabase,
  insertAccountFixture,
  insertGrantFixture,
  insertServerFixture,
  type ServerFixture,
  sealedNothing,
  type TestDatabase,
} from '../testing/index.ts';
import { expectRefusal } from './refusal.ts';

let database: TestDatabase;
let db: Database;
let server: ServerFixture;

beforeAll(async () => {
  database = await createTestDatabase();
  db = createDatabase({ url: database.url });
  server = await insertServerFixture(db.client);
});

afterAll(async () => {
  await db.close();
  await database.drop();
});

const in1Hour = () => new Date(Date.now() + 3_600_000);

describe('people', () => {
  test('a tenant without an organisation is refused', async () => {
    const person = { email: 'a@b.test', name: 'A', role: 'tenant' };
    await expectRefusal(
      db.client.user.create({ data: person }),
      'a_tenant_has_an_organisation_and_staff_has_none',
    );
  });

  test.each(['support', 'admin'])('%s inside a tenant organisation is refused', async (role) => {
    const person = { email: 'a@b.test', name: 'A', role, organisationId: server.organisationId };
    await expectRefusal(
      db.client.user.create({ data: person }),
      'a_tenant_has_an_organisation_and_staff_has_none',
    );
  });

  test('an e-mail address in capitals is refused', async () => {
    const person = { email: 'Ana@b.test', name: 'A', role: 'admin' };
    await expectRefusal(db.client.user.create({ data: person }), 'email_is_lower_case');
  });

  test('an unknown role is refused', async () => {
    const person = { email: 'a@b.test', name: 'A', role: 'root' };
    await expectRefusal(db.client.user.create({ data: person }), 'role_is_known');
  });
});

test('a rotation at every moment is refused', async () => {
  await expectRefusal(
    db.client.site.update({ where: { id: server.siteId }, data: { rotateAfterDays: 0 } }),
    'rotation_is_between_a_day_and_five_years',
  );
});
test.each(['hands@dc.test, eve@evil.test', 'hands@dc.test?cc=eve', 'nobody', 'a@b@c'])(
  'a site does not take %s for the address of its staff',
  async (helpMail) => {
    await expectRefusal(
      db.client.site.update({ where: { id: server.siteId }, data: { helpMail } }),
      'help_mail_is_one_address',
    );
  },
);

describe('a second factor', () => {
  const codeHash = 'ab'.repeat(32);
  const where = () => ({ userId: server.staffId });
  const store = (data: object) =>
    db.client.secondFactor.create({ data: { ...where(), sealed: sealedNothing, lastStep: 7, ...data } });
  beforeEach(() => db.client.secondFactor.deleteMany());

  test('whose secret is not sealed is refused', async () => {
    await expectRefusal(store({ sealed: 'GEZDGNBVGY3TQOJQ' }), 'a_second_factor_is_sealed');
  });

  test.each([7, 6])('takes no code of step %i after one of step 7', async (lastStep) => {
    await store({});
    const again = db.client.secondFactor.update({ where: where(), data: { lastStep } });
    await expectRefusal(again, /a code of this time was taken already/);
    await db.client.secondFactor.update({ where: where(), data: { lastStep: 8 } });
  });

  test('whose recovery code was used takes it no second time, nor forgets that it was', async () => {
    await store({ recoveryCodes: { create: { codeHash, usedAt: new Date() } } });
    for (const usedAt of [new Date(), null]) {
      await expectRefusal(
        db.client.recoveryCode.updateMany({ where: where(), data: { usedAt } }),
        /this recovery code was used already/,
      );
    }
  });

  test('with a recovery code in clear is refused', async () => {
    const recoveryCodes = { create: { codeHash: 'abcd-efgh-jkmn-pqrs' } };
    await expectRefusal(store({ recoveryCodes }), 'a_recovery_code_is_hashed');
  });

  test('takes its recovery codes along when it goes', async () => {
    await store({ recoveryCodes: { create: { codeHash } } });
    await db.client.secondFactor.deleteMany();
    expect(await db.client.recoveryCode.count()).toBe(0);
  });
});

describe('a policy', () => {
  test.each([
    ['a default shorter than the minimum', { defaultDurationSeconds: 60 }, 'durations_are_ordered'],
    ['a maximum above the total', { maxDurationSeconds: 90_000 }, 'durations_are_ordered'],
    ['a minimum of nothing', { minDurationSeconds: 0 }, 'durations_are_ordered'],
    ['negative extensions', { maxExtensions: -1 }, 'extensions_are_not_negative'],
    ['accounts with full OEM rights', { accountPrivilege: 'oem' }, 'account_privilege_is_known'],
    ['an approval by nobody', { approval: 'never' }, 'approval_is_known'],
    ['no time to approve', { approvalTimeoutSeconds: 0 }, 'an_approval_has_time'],
    ['no grant for anybody', { maxLiveGrants: 0 }, 'somebody_may_have_a_grant'],
    ['an unknown scope', { scopes: ['view', 'root'] }, 'scopes_are_known'],
    ['no scope at all', { scopes: [] }, 'a_policy_allows_something'],
    ['a grace of a day', { graceSeconds: 86_400 }, 'grace_is_an_hour_at_most'],
    ['a hole in what a site says', { maxExtensions: null }, 'a_site_says_everything'],
    ['a second owner', { serverId: randomUUID() }, 'a_policy_is_of_one_thing'],
  ])('of a site with %s is refused', async (_, data, rule) => {
    const where = { siteId: server.siteId };
    await expectRefusal(db.client.accessPolicy.update({ where, data }), rule);
  });

  test('of a server may leave out any value, and is held to the order of those that it says', async () => {
    const { serverId } = server;
    await db.client
      .$executeRaw`insert into access_policy (server_id, max_duration_seconds) values (${serverId}::uuid, 60)`;
    await expectRefusal(
      db.client.accessPolicy.update({ where: { serverId }, data: { minDurationSeconds: 61 } }),
      'durations_are_ordered',
    );
    await db.client.accessPolicy.delete({ where: { serverId } });
  });

  test('of nothing is refused', async () => {
    await expectRefusal(
      db.client.$executeRaw`insert into access_policy default values`,
      'a_policy_is_of_one_thing',
    );
  });
});

describe('a BMC', () => {
  const pin = 'ab'.repeat(32);
  const now = new Date();

  test.each([
    ['port 0', { port: 0 }, 'port_is_a_port'],
    ['port 65536', { port: 65_536 }, 'port_is_a_port'],
    ['slot 1 to give away', { allowedSlots: [5, 1] }, 'allowed_slots_are_above_one'],
    ['a screen without address', { screenProtocol: 'vnc' }, 'a_screen_has_an_address'],
    [
      'an unknown screen',
      { screenProtocol: 'x11', screenHost: 'a', screenPort: 1 },
      'screen_protocol_is_known',
    ],
    ['cipher suite 0', { cipherSuite: 0 }, 'cipher_suite_is_strong'],
    ['an unknown protocol', { protocol: 'telnet' }, 'protocol_is_known'],
    ['Redfish port 0', { redfishPort: 0 }, 'redfish_port_is_a_port'],
    ['a pin with colons', { certificatePin: 'AB:CD' }, 'a_pin_is_a_sha256'],
    ['Redfish without a pin', { protocol: 'redfish', redfishPort: 443 }, 'redfish_has_a_port_and_a_pin'],
    ['Redfish without a port', { protocol: 'redfish', certificatePin: pin }, 'redfish_has_a_port_and_a_pin'],
    [
      'a certificate without a fingerprint',
      { certificateSeen: { subject: 'x' }, certificateSeenAt: now },
      'a_seen_certificate_has_a_fingerprint',
    ],
    [
      'a certificate seen at no time',
      { certificateSeen: { sha256: pin } },
      'a_seen_certificate_has_its_instant',
    ],
    [
      'a profile of the other protocol',
      { profile: { protocol: 'redfish' }, profiledAt: now },
      'a_profile_is_of_the_protocol',
    ],
    ['a profile of no protocol', { profile: {}, profiledAt: now }, 'a_profile_is_of_the_protocol'],
    ['a profile of no time', { profile: { protocol: 'ipmi' } }, 'a_profile_has_its_instant'],
    ['a posture of no time', { posture: { findings: [] } }, 'a_posture_has_its_instant'],
  ])('with %s is refused', async (_, data, rule) => {
    await expectRefusal(db.client.bmc.update({ where: { id: server.bmcId }, data }), rule);
  });

  test('shares its Redfish port with no other', async () => {
    const one = await insertServerFixture(db.client, server);
    const other = await insertServerFixture(db.client, server);
    const place = { host: 'shared.test', redfishPort: 8443 };
    await db.client.bmc.update({ where: { id: one.bmcId }, data: { ...place, port: 1 } });
    await expectRefusal(
      db.client.bmc.update({ where: { id: other.bmcId }, data: { ...place, port: 2 } }),
      /one_bmc_per_redfish_port|Unique constraint/,
    );
  });

  test('keeps its protocol while an account of ours may stand on it', async () => {
    const own = await insertServerFixture(db.client, server);
    const { grantId } = await insertGrantFixture(db.client, own, { state: 'provisioning' });
    const { accountId } = await insertAccountFixture(db.client, { grantId, bmcId: own.bmcId });
    const change = () =>
      db.client.bmc.update({
        where: { id: own.bmcId },
        data: { protocol: 'redfish', redfishPort: 443, certificatePin: pin },
      });
    await expectRefusal(change(), 'a BMC keeps its protocol while an account of ours may stand on it');
    const gone = { goneAt: now, passwordForTenant: null, passwordForBroker: null };
    await db.client.account.update({ where: { id: accountId }, data: gone });
    await expect(change()).resolves.toMatchObject({ protocol: 'redfish' });
  });

  test.each([
    ['by-handle', 'survive', true],
    ['refused', 'end', true],
    ['by-id', 'survive', false],
    ['refused', 'survive', false],
    ['untested', 'untested', null],
  ])(
    'whose probe saw sessions end "%s" and "%s" ends those of others: %s',
    async (endSession, sessionsSurvive, ends) => {
      const own = await insertServerFixture(db.client, server);
      const profile = { protocol: 'ipmi', accounts: { endSession, sessionsSurvive } };
      await db.client.bmc.update({ where: { id: own.bmcId }, data: { profile, profiledAt: now } });
      expect(await db.client.bmc.findUniqueOrThrow({ where: { id: own.bmcId } })).toMatchObject({
        endsForeignSessions: ends,
      });
    },
  );

  test('that was never probed, or probed over Redfish, tells nothing of IPMI sessions', async () => {
    const own = await insertServerFixture(db.client, server);
    const read = () => db.client.bmc.findUniqueOrThrow({ where: { id: own.bmcId } });
    expect(await read()).toMatchObject({ endsForeignSessions: null });
    const redfish = { protocol: 'redfish', redfishPort: 443, certificatePin: pin };
    const profile = { protocol: 'redfish', accounts: { endSession: 'by-handle', sessionsSurvive: 'end' } };
    await db.client.bmc.update({ where: { id: own.bmcId }, data: { ...redfish, profile, profiledAt: now } });
    expect(await read()).toMatchObject({ endsForeignSessions: null });
  });

  test('takes no password that is not sealed', async () => {
    const secret = { bmcId: server.bmcId, kind: 'login', sealed: '{"username":"ADMIN","password":"x"}' };
    await expectRefusal(db.client.bmcSecret.create({ data: secret }), 'a_bmc_secret_is_sealed');
  });
});

describe('a grant', () => {
  const base = (): Prisma.GrantUncheckedCreateInput => ({
    serverId: server.serverId,
    bmcId: server.bmcId,
    organisationId: server.organisationId,
    requestedById: server.tenantId,
    privilege: 'operator',
    scopes: ['power', 'account'],
    ownerId: server.staffId,
  });
  const permanent = {
    permanent: true,
    reason: 'colocation',
    ticketNumber: 'T-9',
    reviewAt: in1Hour(),
  };

  test.each<[string, Partial<Prisma.GrantUncheckedCreateInput>, string]>([
    ['temporary without a duration', {}, 'a_temporary_grant_has_a_duration'],
    ['for nothing', { durationSeconds: 60, scopes: [] }, 'a_grant_allows_something'],
    ['for something unheard of', { durationSeconds: 60, scopes: ['root'] }, 'scopes_are_known'],
    [
      'waiting for an approval for ever',
      { durationSeconds: 60, state: 'awaiting-approval' },
      'waiting_for_approval_has_an_end',
    ],
    ['with a grace of a day', { durationSeconds: 60, graceSeconds: 86_400 }, 'grace_is_an_hour_at_most'],
    ['permanent and nobody’s', { ...permanent, ownerId: null }, 'a_permanent_grant_has_an_owner'],
    ['permanent with a grace', { ...permanent, graceSeconds: 60 }, 'only_an_end_has_grace'],
    [
      'in a grace that nobody asked for',
      { durationSeconds: 60, graceStartedAt: new Date() },
      'grace_was_asked_for',
    ],
    ['decided on by nobody', { durationSeconds: 60, decidedAt: new Date() }, 'a_decision_is_somebodys'],
    ['temporary for no time', { durationSeconds: 0 }, 'a_temporary_grant_has_a_duration'],
    [
      'temporary, started and without an end',
      { durationSeconds: 60, startsAt: new Date() },
      'a_started_temporary_grant_has_an_end',
    ],
    ['with an end but no start', { durationSeconds: 60, endsAt: in1Hour() }, 'an_end_needs_a_start'],
    [
      'permanent without a reason',
      { ...permanent, reason: null },
      'a_permanent_grant_has_reason_ticket_and_review',
    ],
    [
      'permanent with a blank reason',
      { ...permanent, reason: '  ' },
      'a_permanent_grant_has_reason_ticket_and_review',
    ],
    [
      'permanent without a ticket number',
      { ...permanent, ticketNumber: null },
      'a_permanent_grant_has_reason_ticket_and_review',
    ],
    [
      'permanent without a review',
      { ...permanent, reviewAt: null },
      'a_permanent_grant_has_reason_ticket_and_review',
    ],
    ['permanent with a duration', { ...permanent, durationSeconds: 60 }, 'a_permanent_grant_has_no_end'],
    [
      'permanent with an end',
      { ...permanent, startsAt: new Date(), endsAt: in1Hour() },
      'a_permanent_grant_has_no_end',
    ],
    ['with a wish for more', { durationSeconds: 60, privilege: 'oem' }, 'privilege_is_known'],
    ['with negative extensions', { durationSeconds: 60, extensions: -1 }, 'extensions_are_not_negative'],
    ['with an unknown step', { durationSeconds: 60, step: 'dreaming' }, 'step_is_known'],
    ['with an unknown cause', { durationSeconds: 60, endCause: 'boredom' }, 'end_cause_is_known'],
  ])('%s is refused', async (_, data, rule) => {
    await expectRefusal(db.client.grant.create({ data: { ...base(), ...data } }), rule);
  });

  test.each<[string, Parameters<typeof insertGrantFixture>[2], Prisma.GrantUncheckedUpdateInput, string]>([
    [
      'cannot be active without a start',
      { state: 'provisioning' },
      { state: 'active' },
      'an_active_grant_has_started',
    ],
    [
      'cannot lose its end while it is active',
      { state: 'active' },
      { endsAt: null },
      'a_started_temporary_grant_has_an_end',
    ],
    [
      'cannot be ended without a cause',
      { state: 'active' },
      { state: 'revoking' },
      'an_ending_grant_has_a_cause',
    ],
    ['cannot be revoked without proof', { state: 'revoking' }, { state: 'revoked' }, 'revoked_means_proven'],
    [
      'cannot be revoked with a proof that says nothing',
      { state: 'revoking' },
      { state: 'revoked', revokedAt: new Date(), proof: {} },
      'a_proof_says_what_was_seen',
    ],
    [
      'cannot be revoked with a login that worked',
      { state: 'revoking' },
      {
        state: 'revoked',
        revokedAt: new Date(),
        proof: { checkedAt: 'now', readBack: 'absent', login: 'accepted' },
      },
      'a_proof_says_what_was_seen',
    ],
    [
      'cannot have a proof before its end',
      { state: 'active' },
      { revokedAt: new Date() },
      'revoked_means_proven',
    ],
    [
      'cannot start while it waits',
      { state: 'requested' },
      { startsAt: new Date(), endsAt: in1Hour() },
      'a_waiting_grant_has_not_started',
    ],
    [
      'cannot end before it started',
      { state: 'active' },
      { endsAt: new Date(0) },
      'the_end_is_after_the_start',
    ],
    [
      'cannot turn permanent and keep its end',
      { state: 'active' },
      {
        permanent: true,
        ownerId: '00000000-0000-0000-0000-000000000000',
        reason: 'r',
        ticketNumber: 't',
        reviewAt: in1Hour(),
      },
      'a_permanent_grant_has_no_end',
    ],
  ])('%s', async (_, options, data, rule) => {
    const own = await insertServerFixture(db.client, server);
    const { grantId } = await insertGrantFixture(db.client, own, options);
    await expectRefusal(db.client.grant.update({ where: { id: grantId }, data }), rule);
  });

  test.each(['requested', 'provisioning', 'active', 'revoking'] as const)(
    'that is %s keeps a second one from its server',
    async (state) => {
      const own = await insertServerFixture(db.client, server);
      await insertGrantFixture(db.client, own, { state });
      await expectRefusal(insertGrantFixture(db.client, own), /one_live_grant_per_server|Unique constraint/);
    },
  );

  test.each(['revoked', 'denied'] as const)('that is %s leaves its server to the next', async (state) => {
    const own = await insertServerFixture(db.client, server);
    await insertGrantFixture(db.client, own, { state });
    await expect(insertGrantFixture(db.client, own)).resolves.toBeDefined();
  });

  test('is given once, however many ask at the same instant', async () => {
    const own = await insertServerFixture(db.client, server);
    const asked = await Promise.allSettled(
      Array.from({ length: 10 }, () => insertGrantFixture(db.client, own)),
    );
    expect(asked.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });
});

describe('an account', () => {
  async function provisioning(): Promise<{ grantId: string; bmcId: string }> {
    const own = await insertServerFixture(db.client, server);
    const { grantId } = await insertGrantFixture(db.client, own, { state: 'provisioning' });
    return { grantId, bmcId: own.bmcId };
  }
  const gone = { goneAt: new Date(), passwordForTenant: null, passwordForBroker: null };

  test.each([0, 1])('in slot %i is refused', async (slot) => {
    await expectRefusal(
      insertAccountFixture(db.client, { ...(await provisioning()), slot }),
      'slot_is_above_one',
    );
  });

  test.each([
    ['a slot, where the BMC keeps users under their names', { slot: 7, keptBy: 'name' }],
    ['no slot, where the BMC keeps users in slots', { slot: null, keptBy: 'slot' }],
  ])('with %s is refused', async (_, place) => {
    await expectRefusal(
      insertAccountFixture(db.client, { ...(await provisioning()), ...place }),
      'an_account_has_a_slot_or_only_its_name',
    );
  });

  test('kept in another way than in a slot or under its name is refused', async () => {
    const elsewhere = { ...(await provisioning()), slot: null, keptBy: 'uri' };
    await expectRefusal(insertAccountFixture(db.client, elsewhere), 'kept_by_is_known');
  });

  test('without a slot is the only one of its name on its BMC, and leaves nothing in a slot', async () => {
    const named = { slot: null, keptBy: 'name', username: 'g_abcdefghijkl' };
    const first = await provisioning();
    const { accountId } = await insertAccountFixture(db.client, { ...first, ...named });
    const next = await nextGrantOnBmc(first);
    await expectRefusal(
      insertAccountFixture(db.client, { ...next, ...named }),
      /account_bmc_id_username_key|Unique constraint/,
    );
    await expectRefusal(
      db.client.account.update({ where: { id: accountId }, data: { ...gone, tainted: true } }),
      'only_slots_are_tainted',
    );
  });

  test('is the only live one of its grant', async () => {
    const grant = await provisioning();
    await insertAccountFixture(db.client, { ...grant, slot: 5 });
    await expectRefusal(
      insertAccountFixture(db.client, { ...grant, slot: 6 }),
      /one_live_account_per_grant|Unique constraint/,
    );
  });

  /** A second grant on the same BMC can follow only when the first is over: end it by hand, as nobody could. */
  async function nextGrantOnBmc(first: {
    grantId: string;
    bmcId: string;
  }): Promise<{ grantId: string; bmcId: string }> {
    await db.client.$executeRaw`alter table access_grant disable trigger an_ended_grant_has_no_account`;
    const proof = { checkedAt: 'now', readBack: 'absent', login: 'refused' };
    const where = { id: first.grantId };
    await db.client.grant.update({ where, data: { state: 'revoking', endCause: 'expired' } });
    await db.client.grant.update({ where, data: { state: 'revoked', revokedAt: new Date(), proof } });
    await db.client.$executeRaw`alter table access_grant enable trigger an_ended_grant_has_no_account`;
    const { serverId } = await db.client.grant.findUniqueOrThrow({ where });
    const { grantId } = await insertGrantFixture(db.client, { ...server, serverId, bmcId: first.bmcId });
    return { grantId, bmcId: first.bmcId };
  }

  test('keeps its slot from others until it is proven gone', async () => {
    const first = await provisioning();
    const { accountId } = await insertAccountFixture(db.client, { ...first, slot: 7 });
    const next = await nextGrantOnBmc(first);
    const rule = /one_account_per_slot|Unique constraint/;
    await expectRefusal(insertAccountFixture(db.client, { ...next, slot: 7 }), rule);
    await db.client.account.update({ where: { id: accountId }, data: gone });
    await expect(insertAccountFixture(db.client, { ...next, slot: 7 })).resolves.toBeDefined();
  });

  test('that left something in its slot keeps the slot', async () => {
    const first = await provisioning();
    const { accountId } = await insertAccountFixture(db.client, { ...first, slot: 7 });
    await db.client.account.update({ where: { id: accountId }, data: { ...gone, tainted: true } });
    const next = await nextGrantOnBmc(first);
    const rule = /one_account_per_slot|Unique constraint/;
    await expectRefusal(insertAccountFixture(db.client, { ...next, slot: 7 }), rule);
  });

  test('on another BMC than its grant is refused', async () => {
    const { grantId } = await provisioning();
    await expectRefusal(
      insertAccountFixture(db.client, { grantId, bmcId: server.bmcId }),
      'an account stands on the BMC of its grant',
    );
  });

  test.each([
    [
      'a password of the tenant that is not sealed',
      { passwordForTenant: 'open' },
      'the_tenants_password_is_sealed',
    ],
    [
      'a password of the broker that is not sealed',
      { passwordForBroker: 'open' },
      'the_brokers_password_is_sealed',
    ],
    [
      'no password to prove its end with',
      { passwordForBroker: null },
      'passwords_live_as_long_as_the_account',
    ],
    ['a password that outlives it', { goneAt: new Date() }, 'passwords_live_as_long_as_the_account'],
    [
      'a tenant password that outlives it',
      { ...gone, passwordForTenant: sealedNothing },
      'passwords_live_as_long_as_the_account',
    ],
    ['a name without our prefix', { username: 'monitoring' }, 'username_carries_our_prefix'],
    ['a name too long for a BMC', { username: 'g_0123456789abcdef' }, 'username_carries_our_prefix'],
    ['generation 0', { generation: 0 }, 'generation_counts_from_one'],
  ])('with %s is refused', async (_, data, rule) => {
    const { accountId } = await insertAccountFixture(db.client, await provisioning());
    await expectRefusal(db.client.account.update({ where: { id: accountId }, data }), rule);
  });
});

describe('an action', () => {
  const power = (own: ServerFixture, idempotencyKey: string): Prisma.ActionUncheckedCreateInput => ({
    serverId: own.serverId,
    requestedById: own.tenantId,
    kind: 'power',
    parameters: { kind: 'power', operation: 'reset' },
    idempotencyKey,
  });

  test('on power is the only unfinished one of its server', async () => {
    const own = await insertServerFixture(db.client, server);
    const { id } = await db.client.action.create({ data: power(own, 'a') });
    const rule = /one_unfinished_power_action_per_server|Unique constraint/;
    await expectRefusal(db.client.action.create({ data: power(own, 'b') }), rule);
    const finished = { state: 'failed', finishedAt: new Date(), errorCode: 'x' };
    await db.client.action.update({ where: { id }, data: finished });
    await expect(db.client.action.create({ data: power(own, 'b') })).resolves.toBeDefined();
  });

  test('asked for twice by one click is one action', async () => {
    const own = await insertServerFixture(db.client, server);
    const test = { ...power(own, 'a'), kind: 'bmc-test', parameters: { kind: 'bmc-test' } };
    await db.client.action.create({ data: test });
    await expectRefusal(db.client.action.create({ data: test }), /Unique constraint|idempotency_key/);
  });

  test.each<[string, Prisma.ActionUncheckedUpdateInput, string]>([
    ['parameters of another kind', { parameters: { kind: 'boot' } }, 'parameters_fit_the_kind'],
    ['parameters of no kind', { parameters: {} }, 'parameters_fit_the_kind'],
    ['an unknown kind', { kind: 'explode', parameters: { kind: 'explode' } }, 'kind_is_known'],
    ['a run that never started', { state: 'running' }, 'a_running_action_has_started'],
    ['a command sent before its start', { sentAt: new Date() }, 'sent_means_started'],
    ['an end without an instant', { state: 'failed', errorCode: 'x' }, 'a_finished_action_has_an_instant'],
    ['a failure without a code', { state: 'failed', finishedAt: new Date() }, 'a_failure_has_a_code'],
  ])('with %s is refused', async (_, data, rule) => {
    const own = await insertServerFixture(db.client, server);
    const { id } = await db.client.action.create({ data: power(own, 'a') });
    await expectRefusal(db.client.action.update({ where: { id }, data }), rule);
  });

  test('whose command never left cannot have an unknown outcome', async () => {
    const own = await insertServerFixture(db.client, server);
    const { id } = await db.client.action.create({ data: power(own, 'a') });
    await db.client.action.update({ where: { id }, data: { state: 'running', startedAt: new Date() } });
    const unknown = { state: 'unknown', finishedAt: new Date() };
    await expectRefusal(
      db.client.action.update({ where: { id }, data: unknown }),
      'only_a_sent_action_can_be_unknown',
    );
  });
});

describe('a BMC user', () => {
  const base = (): Prisma.BmcUserUncheckedCreateInput => ({
    bmcId: server.bmcId,
    slot: 5,
    name: 'monitoring',
    kind: 'foreign',
    privilege: 'user',
    state: 'enabled',
  });
  const judged = () => ({ verdictById: server.staffId, verdictAt: new Date() });

  test.each<[string, () => Partial<Prisma.BmcUserUncheckedCreateInput>, string]>([
    ['of an unknown kind', () => ({ kind: 'friend' }), 'kind_is_known'],
    ['in slot 0', () => ({ slot: 0 }), 'slots_count_from_one'],
    ['with neither slot nor name', () => ({ slot: null, name: '' }), 'a_user_without_a_slot_has_a_name'],
    [
      'that is ours and reported',
      () => ({ kind: 'login', reportedAt: new Date() }),
      'only_what_is_foreign_is_reported',
    ],
    ['adopted by nobody', () => ({ verdict: 'adopted', verdictNote: 'zabbix' }), 'a_verdict_is_somebodys'],
    ['judged without a verdict', () => judged(), 'a_verdict_is_somebodys'],
    ['adopted without a note', () => ({ verdict: 'adopted', ...judged() }), 'an_adopted_user_has_a_note'],
    [
      'adopted with a blank note',
      () => ({ verdict: 'adopted', verdictNote: ' ', ...judged() }),
      'an_adopted_user_has_a_note',
    ],
    ['of an unknown verdict', () => ({ verdict: 'trusted', ...judged() }), 'verdict_is_known'],
  ])('%s is refused', async (_, data, rule) => {
    await expectRefusal(db.client.bmcUser.create({ data: { ...base(), ...data() } }), rule);
  });

  test('is one row in his place, with a slot and without', async () => {
    for (const place of [{ slot: 7 }, { slot: null }]) {
      await db.client.bmcUser.create({ data: { ...base(), ...place } });
      await expectRefusal(db.client.bmcUser.create({ data: { ...base(), ...place } }), 'one_row_per_user');
    }
  });
});

describe('a hand-over', () => {
  const base = (): Prisma.HandOverUncheckedCreateInput => ({
    serverId: server.serverId,
    requestedById: server.staffId,
  });

  test.each<[string, () => Partial<Prisma.HandOverUncheckedCreateInput>, string]>([
    ['closed at no instant', () => ({ state: 'replaced' }), 'a_closed_hand_over_has_an_instant'],
    ['open and closed', () => ({ closedAt: new Date() }), 'a_closed_hand_over_has_an_instant'],
    [
      'done and never attempted',
      () => ({ state: 'done', closedAt: new Date() }),
      'a_done_hand_over_was_attempted',
    ],
    [
      'overridden by nobody',
      () => ({ state: 'overridden', closedAt: new Date(), overrideReason: 'urgent' }),
      'an_override_is_somebodys_with_a_reason',
    ],
    [
      'overridden without a reason',
      () => ({ state: 'overridden', closedAt: new Date(), closedById: server.staffId, overrideReason: ' ' }),
      'an_override_is_somebodys_with_a_reason',
    ],
  ])('%s is refused', async (_, data, rule) => {
    await expectRefusal(db.client.handOver.create({ data: { ...base(), ...data() } }), rule);
  });

  test('is the only open one of its server, and stays closed once it is', async () => {
    const open = await db.client.handOver.create({ data: base() });
    await expectRefusal(db.client.handOver.create({ data: base() }), 'one_open_hand_over_per_server');
    await db.client.handOver.update({
      where: { id: open.id },
      data: { state: 'replaced', closedAt: new Date() },
    });
    await expectRefusal(
      db.client.handOver.update({ where: { id: open.id }, data: { state: 'open', closedAt: null } }),
      /a hand-over that is replaced stays so/,
    );
  });
});

test('an action other than a rotation is asked for by somebody', async () => {
  const action = {
    serverId: server.serverId,
    kind: 'bmc-test',
    parameters: { kind: 'bmc-test' },
    idempotencyKey: randomUUID(),
  };
  await expectRefusal(db.client.action.create({ data: action }), 'only_a_rotation_is_asked_for_by_nobody');
});

describe('a console', () => {
  const ticket = (): Prisma.ConsoleTicketUncheckedCreateInput => ({
    tokenHash: randomUUID().replaceAll('-', '').repeat(2),
    serverId: server.serverId,
    userId: server.staffId,
    webSessionId: randomUUID(),
    brokerId: server.brokerId,
    kind: 'screen',
    reason: 'customer asked',
    issuedAt: new Date(0),
    expiresAt: new Date(30_000),
  });

  test.each<[string, Partial<Prisma.ConsoleTicketUncheckedCreateInput>, string]>([
    ['that lives for 31 seconds', { expiresAt: new Date(31_000) }, 'a_ticket_lives_30_seconds_at_most'],
    ['that never lives', { expiresAt: new Date(0) }, 'a_ticket_lives_30_seconds_at_most'],
    ['with neither grant nor reason', { reason: null }, 'a_ticket_without_grant_has_a_reason'],
    ['with neither grant nor words', { reason: ' ' }, 'a_ticket_without_grant_has_a_reason'],
    ['stored as its token', { tokenHash: 'the-token-itself' }, 'a_ticket_is_stored_as_its_hash'],
    ['of an unknown kind', { kind: 'telepathy' }, 'kind_is_known'],
  ])('ticket %s is refused', async (_, data, rule) => {
    await expectRefusal(db.client.consoleTicket.create({ data: { ...ticket(), ...data } }), rule);
  });

  test('ticket of 30 seconds with a reason is taken', async () => {
    await expect(db.client.consoleTicket.create({ data: ticket() })).resolves.toBeDefined();
  });

  test.each([
    ['that closed for no reason', { closedAt: new Date() }, 'a_closed_console_has_a_reason'],
    ['that is open for a reason', { closeReason: 'viewer-left' }, 'a_closed_console_has_a_reason'],
    ['of an unknown engine', { engine: 'java' }, 'engine_is_known'],
    ['closed in words', { closedAt: new Date(), closeReason: 'Bye!' }, 'close_reason_is_a_name'],
  ])('session %s is refused', async (_, data, rule) => {
    const { serverId, brokerId, staffId: userId } = server;
    const session = { serverId, brokerId, userId, kind: 'screen', engine: 'rfb', readOnly: false };
    await expectRefusal(db.client.consoleSession.create({ data: { ...session, ...data } }), rule);
  });
});

describe('a block', () => {
  const base = () => ({ serverId: server.serverId, kind: 'unpaid', reason: 'invoice 77', endsLive: false });

  test.each([
    ['without a reason', { reason: ' ' }, 'a_block_says_why'],
    ['of nothing', { serverId: null }, 'a_block_is_of_one_thing'],
    ['of a kind that nobody knows', { kind: 'because' }, 'block_kind_is_known'],
  ])('%s is refused', async (_, change, rule) => {
    await expectRefusal(db.client.accessBlock.create({ data: { ...base(), ...change } }), rule);
  });

  test('stands once for one reason', async () => {
    await db.client.accessBlock.create({ data: base() });
    await expectRefusal(db.client.accessBlock.create({ data: base() }), /nique constraint/);
    await db.client.accessBlock.deleteMany();
  });
});

describe('a snapshot of BMC users', () => {
  const insert = (columns: string, values: string) => async () => {
    const place = await insertServerFixture(db.client, server);
    const { grantId } = await insertGrantFixture(db.client, place);
    await db.client.$executeRawUnsafe(
      `insert into bmc_user_snapshot (grant_id, ${columns}) values ('${grantId}', ${values})`,
    );
  };

  test.each([
    ['that is no list', insert('users', "'{}'"), 'a_snapshot_is_a_list'],
    [
      'with findings of no comparison',
      insert('users, findings', "'[]', '[]'"),
      'findings_come_from_a_comparison',
    ],
    [
      'that somebody saw before it was compared',
      insert('users, seen_at', "'[]', now()"),
      'only_findings_are_seen',
    ],
  ])('%s is refused', async (_, attempt, rule) => {
    await expectRefusal(attempt(), rule);
  });
});

describe('a relay', () => {
  const relay = async (change: object) => {
    const { grantId } = await insertGrantFixture(db.client, await insertServerFixture(db.client), {
      state: 'active',
    });
    const { brokerId } = server;
    return db.client.relay.create({
      data: { grantId, brokerId, host: '192.0.2.9', port: 30_623, ...change },
    });
  };

  test.each([
    ['at no port', { port: 0 }, 'port_is_a_port'],
    ['that closed for no reason', { closedAt: new Date() }, 'a_closed_relay_has_a_reason'],
    ['that is open for a reason', { closeReason: 'grant-ended' }, 'a_closed_relay_has_a_reason'],
    ['closed in words', { closedAt: new Date(), closeReason: 'Bye!' }, 'close_reason_is_known'],
    ['that carried less than nothing', { bytesToBmc: -1 }, 'counts_only_grow_from_zero'],
    ['with sessions without number', { sessionIds: Array(33).fill(1) }, 'session_ids_are_few'],
  ])('%s is refused', async (_, change, rule) => {
    await expectRefusal(relay(change), rule);
  });

  test('is alone at its address while it is open', async () => {
    await relay({ port: 1_000, closedAt: new Date(), closeReason: 'grant-ended' });
    await relay({ port: 1_000 });
    await expectRefusal(relay({ port: 1_000 }), /nique constraint/);
  });

  test.each([
    ['a network', { sourceIpv4: '192.0.2.0/24' }, 'source_ipv4_is_one_address'],
    ['another family', { sourceIpv4: '2001:db8::1' }, 'source_ipv4_is_one_address'],
    ['an IPv4 address in IPv6’s clothes', { sourceIpv6: '::ffff:192.0.2.1' }, 'source_ipv6_is_one_address'],
    ['a way that nobody knows', { accessPath: 'by-pigeon' }, 'access_path_is_known'],
  ])('is not locked to %s', async (_, data, rule) => {
    const { grantId: id } = await insertGrantFixture(db.client, await insertServerFixture(db.client));
    await expectRefusal(db.client.grant.update({ where: { id }, data }), rule);
  });
});
