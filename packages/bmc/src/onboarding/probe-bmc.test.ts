import { afterEach, beforeEach, expect, test } from 'vitest';
import { createVirtualBmc, type HabitName, type VirtualBmc } from '../../testing/index.ts';
import { type BmcTransport, createBmcTransport } from '../ipmi/transport/transport.ts';
import { Secret } from '../secret.ts';
import { type ProbeOptions, probeBmc } from './probe-bmc.ts';

const admin = { slot: 2, name: 'admin', password: 'admin-pass-01', privilege: 'administrator' } as const;
const timing = { handshakeTimeoutMs: 500, commandTimeoutMs: 100, commandAttempts: 2, timeoutStepMs: 50 };

let transport: BmcTransport;
let virtual: VirtualBmc | undefined;

beforeEach(() => {
  transport = createBmcTransport();
});

afterEach(async () => {
  await transport.close();
  await virtual?.close();
});

async function probe(habit: HabitName, more: Partial<ProbeOptions> = {}) {
  virtual = await createVirtualBmc({ users: [admin], habit });
  const { host, port } = virtual;
  const target = { host, port, username: admin.name, password: new Secret(admin.password) };
  const options: ProbeOptions = {
    username: 'p_probe_0001',
    newPassword: (bytes) => new Secret('Kx7-pL2_mQ9zRt4vW8yB'.slice(0, bytes)),
    ...more,
  };
  return probeBmc(target, options, { transport, timing });
}

test.each([
  [
    'postern-default',
    [17, 3],
    {
      disable: 'works',
      noAccess: 'works',
      endSession: 'by-handle',
      sessionsSurvive: 'end',
      passwordBytes: 20,
      serialAccess: 'works',
    },
  ],
  [
    'ipmi_sim',
    [3],
    {
      disable: 'works',
      noAccess: 'works',
      endSession: 'by-id',
      sessionsSurvive: 'survive',
      passwordBytes: 16,
      serialAccess: 'refused',
    },
  ],
  ['openbmc', [17], { noAccess: 'refused', blankName: 'deletes', sessionsSurvive: 'survive', maxSlots: 15 }],
  ['supermicro', [17, 3], { blankName: 'empties', maxSlots: 10 }],
  ['idrac9', [17, 3], { blankName: 'refused' }],
  ['ilo5', [17, 3], { blankName: 'refused', endSession: 'by-id', maxSlots: 12 }],
  ['xcc', [17, 3], { sessionsSurvive: 'survive', maxSlots: 12 }],
] as const)(
  'the habits of %s are seen as they are, and the slot is left clean',
  async (habit, suites, expected) => {
    const profile = await probe(habit);
    expect(profile).toMatchObject({
      protocol: 'ipmi',
      cipherSuites: suites,
      outstandingRequests: 2,
      accounts: expected,
    });
    expect(
      virtual?.server.users.list().filter(({ name, enabled }) => enabled && name !== admin.name),
    ).toEqual([]);
    expect(virtual?.server.users.list().map(({ name }) => name)).not.toContain('p_probe_0001');
    expect(virtual?.sessions()).toEqual([]);
    expect(JSON.parse(JSON.stringify(profile))).toEqual(profile);
  },
);

test('without a slot that it may use, the probe writes nothing and says that it did not look', async () => {
  const profile = await probe('postern-default', { allowedSlots: [2] });
  expect(profile.accounts).toMatchObject({ disable: 'untested', passwordBytes: 16, maxSlots: 16 });
  expect(virtual?.effects.received.get('set-user-name')).toBeUndefined();
});

test('a caller who says stop in the middle stops it, and the slot is clean', async () => {
  let writes = 0;
  const stop = new TypeError('the lease is lost');
  const probing = probe('postern-default', {
    beforeWrite: async () => {
      writes += 1;
      if (writes > 4) throw stop;
    },
  });
  await expect(probing).rejects.toBe(stop);
  expect(virtual?.server.users.list().map(({ name }) => name)).not.toContain('p_probe_0001');
});

test('a caller who lost the BMC to somebody else leaves the user of the probe to him', async () => {
  const lost = new TypeError('the lease is lost');
  let writes = 0;
  const probing = probe('postern-default', {
    beforeWrite: async () => {
      writes += 1;
      if (writes > 4) throw new TypeError('stop');
    },
    beforeClear: () => Promise.reject(lost),
  });
  await expect(probing).rejects.toBe(lost);
  expect(virtual?.server.users.list().map(({ name }) => name)).toContain('p_probe_0001');
});

test('a BMC that loses one of two requests at once is asked one thing at a time', async () => {
  virtual = await createVirtualBmc({ users: [admin] });
  const { host, port, faults } = virtual;
  faults.commands.set('get-chassis-status', { kind: 'ignore', times: 1 });
  const target = { host, port, username: admin.name, password: new Secret(admin.password) };
  const options = {
    username: 'p_probe_0001',
    newPassword: () => new Secret('Kx7-pL2_mQ9zRt4v'),
    allowedSlots: [2],
  };
  expect(await probeBmc(target, options, { transport, timing })).toMatchObject({ outstandingRequests: 1 });
});
