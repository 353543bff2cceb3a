import { afterEach, expect, test } from 'vitest';
import { createVirtualBmc, type HabitName, type VirtualBmc } from '../../testing/index.ts';
import { createBmcTransport } from '../ipmi/transport/transport.ts';
import { Secret } from '../secret.ts';
import { type ProbeOptions, probeBmc } from './probe-bmc.ts';

const admin = { slot: 2, name: 'admin', password: 'admin-pass-01', privilege: 'administrator' } as const;
const probeName = 'p_probe_0001';
const transport = createBmcTransport();
let virtual: VirtualBmc | undefined;

afterEach(() => virtual?.close());

async function probe(
  habit: HabitName,
  more: Partial<ProbeOptions> = {},
  login: 'session' | 'basic' = 'session',
) {
  virtual = await createVirtualBmc({ users: [admin], habit, redfish: {} });
  const { host, redfish } = virtual;
  const { port = 0, certificateSha256 = '' } = redfish ?? {};
  const secrets = { username: admin.name, password: new Secret(admin.password), login };
  const options: ProbeOptions = {
    username: probeName,
    newPassword: (bytes) => new Secret('Kx7-pL2_mQ9zRt4vW8yB'.slice(0, bytes)),
    ...more,
  };
  return probeBmc({ protocol: 'redfish', host, port, certificateSha256, ...secrets }, options, { transport });
}

test.each([
  ['postern-default', { model: 'named', blankName: 'deletes', sessionsSurvive: 'end' }],
  ['openbmc', { model: 'named', blankName: 'deletes', sessionsSurvive: 'survive' }],
  ['idrac9', { model: 'slots', blankName: 'deletes', maxSlots: 16 }],
  ['ilo5', { model: 'named', blankName: 'deletes' }],
  ['supermicro', { model: 'named', blankName: 'deletes' }],
  ['xcc', { model: 'named', blankName: 'deletes' }],
] as const)('over Redfish the habits of %s are seen, and no account is left', async (habit, expected) => {
  const profile = await probe(habit);
  expect(profile).toMatchObject({
    protocol: 'redfish',
    cipherSuites: [],
    outstandingRequests: 1,
    accounts: { disable: 'works', passwordBytes: 20, endSession: 'by-handle', ...expected },
  });
  expect(virtual?.server.users.findByName(probeName)).toBeUndefined();
  expect(virtual?.redfish?.sessions()).toEqual([]);
  expect(JSON.parse(JSON.stringify(profile))).toEqual(profile);
});

test('a service that is used without sessions has none to tell of', async () => {
  const { accounts } = await probe('openbmc', {}, 'basic');
  expect(accounts).toMatchObject({ disable: 'works', endSession: 'untested', sessionsSurvive: 'untested' });
});

test('a caller who says stop in the middle stops it, and no account is left', async () => {
  let writes = 0;
  const beforeWrite = async () => {
    writes += 1;
    if (writes === 3) throw new TypeError('the lease is lost');
  };
  await expect(probe('openbmc', { beforeWrite })).rejects.toThrow('the lease is lost');
  expect(virtual?.server.users.findByName(probeName)).toBeUndefined();
});

test('without a slot that it may use, the probe writes nothing and says that it did not look', async () => {
  const { accounts } = await probe('idrac9', { allowedSlots: [2] });
  expect(accounts).toMatchObject({ model: 'slots', disable: 'untested', maxSlots: 16 });
  expect(virtual?.redfish?.requests.filter((request) => request.startsWith('PATCH'))).toEqual([]);
});

test('a BMC that says yes and removes nothing is told, with where to clear it', async () => {
  const probing = probe('openbmc', {
    beforeWrite: async () => {
      const requests = virtual?.redfish?.faults.requests;
      if (requests?.length === 0) requests.push({ method: 'DELETE', path: 'Accounts', kind: 'lie' });
    },
  });
  await expect(probing).rejects.toMatchObject({ code: 'account-remains' });
});
