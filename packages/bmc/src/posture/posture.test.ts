import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { afterEach, expect, test } from 'vitest';
import { createVirtualBmc, newCertificate, type VirtualBmc } from '../../testing/index.ts';
import type { AccountSlot } from '../capabilities.ts';
import { createBmcTransport } from '../ipmi/transport/transport.ts';
import { fetchCertificate } from '../redfish/http/certificate.ts';
import { Secret } from '../secret.ts';
import { checkPosture } from './check-posture.ts';
import { judgeCertificate } from './judge-certificate.ts';
import { judgeChannels } from './judge-channels.ts';
import { judgeReachability } from './judge-reachability.ts';
import { judgeUsers } from './judge-users.ts';
import { tryCipherZero } from './try-cipher-zero.ts';

const admin = { slot: 2, name: 'ADMIN', password: 'ADMIN', privilege: 'administrator' } as const;
let virtual: VirtualBmc | undefined;
afterEach(() => virtual?.close());

const healthy = {
  supportsIpmi20: true,
  supportsIpmi15: false,
  needsKg: true,
  nullUsernames: false,
  anonymousLogin: false,
  perMessageAuthenticationOff: false,
  userLevelAuthenticationOff: false,
  ipmi15Types: [],
} as const;

const codes = (findings: readonly { readonly code: string }[]) => findings.map(({ code }) => code);

test('a BMC that tells strangers nothing bad has no finding', () => {
  expect(judgeReachability(healthy)).toEqual([]);
});

test.each([
  [{ ipmi15Types: ['none'] }, 'ipmi-15', 'critical'],
  [{ ipmi15Types: ['MD5'] }, 'ipmi-15', 'warning'],
  [{ anonymousLogin: true, nullUsernames: true }, 'anonymous-login', 'critical'],
  [{ nullUsernames: true }, 'null-user', 'warning'],
  [{ perMessageAuthenticationOff: true }, 'per-message-authentication-off', 'critical'],
  [{ userLevelAuthenticationOff: true }, 'user-level-authentication-off', 'warning'],
  [{ needsKg: false }, 'no-bmc-key', 'notice'],
] as const)('%j is told as %s', (told, code, severity) => {
  expect(judgeReachability({ ...healthy, ...told })).toMatchObject([{ code, severity }]);
});

test('a LAN channel that asks for no authentication is told, with its number; a switched-off one is not', () => {
  const channel = {
    channel: 8,
    mode: 'always',
    perMessageAuthentication: true,
    userLevelAuthentication: true,
    privilegeLimit: 'administrator',
  } as const;
  expect(judgeChannels([channel])).toEqual([]);
  expect(judgeChannels([{ ...channel, perMessageAuthentication: false }])).toMatchObject([
    {
      code: 'per-message-authentication-off',
      severity: 'critical',
      what: expect.stringContaining('channel 8'),
    },
  ]);
  expect(judgeChannels([{ ...channel, userLevelAuthentication: false }])).toMatchObject([
    { code: 'user-level-authentication-off', severity: 'warning' },
  ]);
  expect(judgeChannels([{ ...channel, mode: 'disabled', perMessageAuthentication: false }])).toEqual([]);
});

function slot(number: number, read: Partial<AccountSlot> = {}): AccountSlot {
  return {
    slot: number,
    name: '',
    state: 'disabled',
    privilege: 'unset',
    messaging: false,
    fixedName: false,
    ...read,
  };
}

test('users whom nobody knows, doubled names, nameless logins and full tables are told', () => {
  const live = { state: 'enabled', privilege: 'administrator', messaging: true } as const;
  const slots = [
    slot(1, live),
    slot(2, { name: 'ADMIN', ...live }),
    slot(3, { name: 'backup', ...live }),
    slot(4, { name: 'backup' }),
    slot(5, { name: 'g_abc' }),
    slot(6),
  ];
  const registered = { names: new Set(['ADMIN']), isOurs: (name: string) => name.startsWith('g_') };
  const findings = judgeUsers({ maxSlots: 6, slots }, registered);
  expect(codes(findings)).toEqual([
    'unregistered-user',
    'unregistered-user',
    'duplicate-name',
    'unnamed-user-enabled',
    'slots-nearly-full',
  ]);
  expect(findings[0]?.severity).toBe('warning');
  expect(findings[1]?.severity).toBe('notice');
});

test('an expired self-signed certificate is told, a good one is not called expired', async () => {
  const users = [admin];
  virtual = await createVirtualBmc({ users, redfish: { tls: await newCertificate({ expired: true }) } });
  const address = { host: virtual.host, port: virtual.redfish?.port ?? 0 };
  const shown = await fetchCertificate(address);
  expect(codes(judgeCertificate(shown, new Date()))).toEqual([
    'certificate-expired',
    'certificate-self-signed',
  ]);
  expect(codes(judgeCertificate({ ...shown, keyBits: 1024 }, shown.validTo))).toContain(
    'certificate-weak-key',
  );
});

test('over Redfish users, certificate, default logins and what IPMI tells strangers are looked at', async () => {
  virtual = await createVirtualBmc({
    users: [admin, { slot: 5, name: 'left_over', password: 'Left-over-pw-1', privilege: 'operator' }],
    redfish: {},
    habit: 'openbmc',
  });
  const { host, port: ipmiPort, redfish } = virtual;
  const { port = 0, certificateSha256 = '' } = redfish ?? {};
  const transport = createBmcTransport();
  const login = { username: 'ADMIN', password: new Secret('ADMIN') };
  const target = { protocol: 'redfish', host, port, certificateSha256, ...login } as const;
  const now = new Date();
  const { findings, unchecked } = await checkPosture(
    target,
    { now, tryDefaultCredentials: 1, ipmiPort },
    { transport },
  );
  expect(codes(findings).sort()).toEqual([
    'certificate-self-signed',
    'default-credential',
    'no-bmc-key',
    'unregistered-user',
  ]);
  expect(unchecked).toEqual([]);
  expect((await checkPosture(target, { now }, { transport })).unchecked).toMatchObject([{ check: 'IPMI' }]);
  expect(redfish?.sessions()).toEqual([]);
  await transport.close();
});

test('rubbish from a BMC that is asked for cipher suite 0 is no answer, and harms nobody', async () => {
  const hostile = createSocket('udp4').bind(0, '127.0.0.1');
  await once(hostile, 'listening');
  // An RMCP+ datagram that is cut off in its header, and one that is no handshake.
  const rubbish = ['0600ff0706', '0600ff07061100000000000000000400', '0600ff0706110000000000000000ffff00'];
  hostile.on('message', (_, { port, address }) => {
    for (const hex of rubbish) hostile.send(Buffer.from(hex, 'hex'), port, address);
  });
  const transport = createBmcTransport();
  const address = { host: '127.0.0.1', port: hostile.address().port };
  const dependencies = { transport, timing: { handshakeTimeoutMs: 200 } };
  await expect(tryCipherZero(address, 'admin', dependencies)).rejects.toMatchObject({ code: 'unreachable' });
  await transport.close();
  hostile.close();
});

test('the whole check finds a default login and a certificate, and leaves no session behind', async () => {
  virtual = await createVirtualBmc({ users: [admin], redfish: {} });
  const transport = createBmcTransport();
  const { host, port, redfish } = virtual;
  const target = { host, port, username: 'ADMIN', password: new Secret('ADMIN') };
  const { findings } = await checkPosture(
    target,
    { now: new Date(), tryDefaultCredentials: 3, httpsPort: redfish?.port ?? 0 },
    { transport },
  );
  expect(codes(findings)).toEqual(
    expect.arrayContaining(['no-bmc-key', 'default-credential', 'certificate-self-signed']),
  );
  expect(codes(findings)).not.toContain('cipher-zero');
  expect(virtual.sessions()).toEqual([]);
  await transport.close();
});

test('over Redfish users in slots are judged as over IPMI, and temporary accounts that are known are not told', async () => {
  const others = [
    { slot: 5, name: 'backup', password: 'Backup-pass1', privilege: 'operator' },
    { slot: 6, name: 'g_abcdefghijkl', password: 'Tenant-pass1', privilege: 'operator' },
  ] as const;
  virtual = await createVirtualBmc({ users: [admin, ...others], redfish: {}, habit: 'idrac9' });
  const { host, redfish } = virtual;
  const { port = 0, certificateSha256 = '' } = redfish ?? {};
  const transport = createBmcTransport();
  const login = { username: 'ADMIN', password: new Secret('ADMIN') };
  const { findings } = await checkPosture(
    { protocol: 'redfish', host, port, certificateSha256, ...login },
    { now: new Date(), registered: { names: new Set(), isOurs: (name) => name.startsWith('g_') } },
    { transport },
  );
  const unknown = findings.filter(({ code }) => code === 'unregistered-user');
  expect(unknown).toMatchObject([{ severity: 'warning', what: expect.stringContaining('“backup” (slot 5') }]);
  expect(redfish?.requests.filter((request) => /^(PATCH|DELETE .*Accounts)/.test(request))).toEqual([]);
  await transport.close();
});
