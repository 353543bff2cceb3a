import { inspect } from 'node:util';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  createVirtualBmc,
  newCertificate,
  type RedfishFault,
  redfishHabits,
  type VirtualBmc,
  type VirtualRedfish,
} from '../../../testing/index.ts';
import type { RedfishTarget } from '../../capabilities.ts';
import { checkLogin } from '../../check-login.ts';
import { Secret } from '../../secret.ts';
import { fetchCertificate } from './certificate.ts';
import { openRedfishClient, pathOf, type RedfishClient } from './redfish-client.ts';

const admin = { slot: 2, name: 'admin', password: 'admin-pass-01', privilege: 'administrator' } as const;
const redfishTiming = { connectTimeoutMs: 2_000, replyTimeoutMs: 2_000, taskPollMs: 10, taskTimeoutMs: 200 };
const systemPath = '/redfish/v1/Systems/1';

let bmc: VirtualBmc;
let service: VirtualRedfish;
let client: RedfishClient | undefined;

beforeEach(async () => {
  bmc = await createVirtualBmc({ users: [admin], redfish: {}, initialPower: 'on' });
  if (bmc.redfish === undefined) throw new Error('no Redfish face');
  service = bmc.redfish;
});

afterEach(async () => {
  await client?.close();
  client = undefined;
  await bmc.close();
});

function target(more: Partial<RedfishTarget> = {}): RedfishTarget {
  return {
    protocol: 'redfish',
    host: bmc.host,
    port: service.port,
    username: admin.name,
    password: new Secret(admin.password),
    certificateSha256: service.certificateSha256,
    ...more,
  };
}

async function open(more: Partial<RedfishTarget> = {}): Promise<RedfishClient> {
  client = await openRedfishClient(target(more), { redfishTiming });
  return client;
}

function breakNext(fault: Omit<RedfishFault, 'times'>): void {
  service.faults.requests.push({ ...fault, times: 1 });
}

describe('the pin', () => {
  test('with another certificate not one request, and so no login, reaches the BMC', async () => {
    const stranger = target({ certificateSha256: 'ab'.repeat(32) });
    for (let attempt = 0; attempt < 3; attempt++) {
      await expect(openRedfishClient(stranger, { redfishTiming })).rejects.toMatchObject({
        code: 'certificate-changed',
        outcome: 'not-applied',
      });
    }
    expect(service.requests).toEqual([]);
  });

  test('a certificate that changes in the middle is noticed before the next request', async () => {
    const opened = await open();
    await opened.get(systemPath);
    const before = service.requests.length;
    service.useCertificate(await newCertificate());
    await expect(opened.get(systemPath)).rejects.toMatchObject({ code: 'certificate-changed' });
    expect(service.requests).toHaveLength(before);
  });

  test('an expired certificate is as good as any, when it is the pinned one', async () => {
    service.useCertificate(await newCertificate({ expired: true }));
    expect((await (await open()).get(systemPath)).body.PowerState).toBe('On');
  });

  test('what a BMC shows can be looked at without a request, and then pinned in any spelling', async () => {
    const shown = await fetchCertificate({ host: bmc.host, port: service.port });
    expect(shown).toMatchObject({ selfSigned: true, keyBits: 2048, subject: 'CN=bmc.invalid' });
    expect(service.requests).toEqual([]);
    const spelled = shown.sha256.toUpperCase().replaceAll(/../g, '$&:').slice(0, -1);
    await open({ certificateSha256: spelled });
  });
});

describe('the login session', () => {
  test('one is opened, used for everything, and ended', async () => {
    const opened = await open();
    for (let round = 0; round < 5; round++) await opened.get(systemPath);
    expect(service.sessions()).toHaveLength(1);
    await opened.close();
    expect(service.sessions()).toHaveLength(0);
  });

  test('a wrong password is refused, and the error holds nothing of it', async () => {
    const wrong = target({ password: new Secret('not-the-password') });
    const error: unknown = await openRedfishClient(wrong, { redfishTiming }).catch(
      (thrown: unknown) => thrown,
    );
    expect(error).toMatchObject({ code: 'auth-failed', retry: 'never' });
    expect(inspect(error, { depth: 9 })).not.toContain('not-the-password');
    expect(await checkLogin(wrong, { transport: notUsed, redfishTiming })).toBe('refused');
    expect(await checkLogin(target(), { transport: notUsed, redfishTiming })).toBe('accepted');
    expect(service.sessions()).toHaveLength(0);
  });

  test('without sessions, on request, name and password go with each request and nothing is left open', async () => {
    const opened = await open({ login: 'basic' });
    expect((await opened.get(systemPath)).body.PowerState).toBe('On');
    expect(service.sessions()).toEqual([]);
    const wrong = { login: 'basic', password: new Secret('not-the-password') } as const;
    await expect(openRedfishClient(target(wrong), { redfishTiming })).rejects.toMatchObject({
      code: 'auth-failed',
    });
  });

  test('a full session table is no wrong password', async () => {
    service.faults.sessionsFull = true;
    await expect(checkLogin(target(), { transport: notUsed, redfishTiming })).rejects.toMatchObject({
      code: 'no-session-slot',
      retry: 'later',
    });
  });

  test('a session that the BMC forgot is opened anew, once', async () => {
    const opened = await open();
    bmc.reboot(0);
    for (const { id } of service.sessions()) await opened.delete(`/redfish/v1/SessionService/Sessions/${id}`);
    expect((await opened.get(systemPath)).body.PowerState).toBe('On');
    expect(service.sessions()).toHaveLength(1);
  });
});

test('a service that says 401 to a valid session again and again does not collect sessions of ours', async () => {
  const opened = await open();
  service.faults.requests.push({ method: 'GET', path: '/Systems', kind: 'unauthorised' });
  for (let round = 0; round < 5; round++)
    await expect(opened.get(systemPath)).rejects.toMatchObject({ code: 'auth-failed' });
  expect(service.sessions()).toHaveLength(1);
});

describe('a bad service', () => {
  test.each([
    ['truncated-json', 'protocol-violation'],
    ['html', 'protocol-violation'],
    ['redirect', 'protocol-violation'],
    ['huge', 'protocol-violation'],
    ['deep', 'protocol-violation'],
    ['gzip-bomb', 'protocol-violation'],
    ['busy', 'busy'],
    ['refuse', 'rejected'],
  ] as const)('%s is told as %s', async (kind, code) => {
    const opened = await open();
    breakNext({ method: 'GET', path: '/Systems', kind });
    await expect(opened.get(systemPath)).rejects.toMatchObject({ code });
    expect((await opened.get(systemPath)).body.PowerState).toBe('On');
  });

  test('an answer that trickles in for ever is given up, however soon each byte follows', async () => {
    const impatient = { ...redfishTiming, requestTimeoutMs: 1_500 };
    client = await openRedfishClient(target(), { redfishTiming: impatient });
    breakNext({ method: 'GET', path: '/Systems', kind: 'trickle' });
    await expect(client.get(systemPath)).rejects.toMatchObject({
      code: 'unreachable',
      outcome: 'not-applied',
    });
    expect((await client.get(systemPath)).body.PowerState).toBe('On');
  });

  test('a reading whose connection breaks is read again', async () => {
    const opened = await open();
    breakNext({ method: 'GET', path: '/Systems', kind: 'drop' });
    expect((await opened.get(systemPath)).body.PowerState).toBe('On');
  });

  test('a write whose answer is lost is unknown, and was sent once', async () => {
    const opened = await open();
    breakNext({ method: 'POST', path: 'Reset', kind: 'lose-answer' });
    const reset = opened.post(`${systemPath}/Actions/ComputerSystem.Reset`, { ResetType: 'ForceRestart' });
    await expect(reset).rejects.toMatchObject({ outcome: 'unknown' });
    expect(service.resets).toBe(1);
  });

  test.each(['https://192.0.2.9/etc', 'file:///etc/passwd', '/cgi/reboot', '/redfish/../cgi', 'http://['])(
    'the link %s leads nowhere',
    (link) => {
      expect(() => pathOf(link)).toThrow(expect.objectContaining({ code: 'protocol-violation' }));
    },
  );
});

describe('ETags', () => {
  test('a firmware that quotes them badly is written all the same', async () => {
    await bmc.close();
    bmc = await createVirtualBmc({ users: [admin], redfish: { habit: redfishHabits.xcc } });
    if (bmc.redfish === undefined) throw new Error('no Redfish face');
    service = bmc.redfish;
    const opened = await open();
    const path = '/redfish/v1/AccountService/Accounts/2';
    await opened.patch(path, { RoleId: 'Administrator' });
    const before = service.requests.length;
    await opened.patch(path, { RoleId: 'Administrator' });
    // The spelling that worked is remembered: one look, one write.
    expect(service.requests.slice(before)).toEqual([`GET ${path}`, `PATCH ${path}`]);
  });
});

/** Redfish needs no UDP. */
const notUsed = {
  connect: () => Promise.reject(new Error('nobody speaks IPMI here')),
  close: async () => undefined,
};

test('a closed client sends nothing more, and does not log in again for a read that was left behind', async () => {
  const left = await open();
  await left.get(systemPath);
  await left.close();
  const answered = service.requests.length;
  await expect(left.get(systemPath)).rejects.toMatchObject({ code: 'session-lost', outcome: 'not-applied' });
  expect(service.requests).toHaveLength(answered);
  expect(service.sessions()).toEqual([]);
});
