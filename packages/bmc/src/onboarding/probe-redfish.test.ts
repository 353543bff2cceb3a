import { afterEach, expect, test } from 'vitest';
import {
  createVirtualBmc,
  type HabitName,
  type RedfishFault,
  redfishHabits,
  type VirtualBmc,
  type VirtualRedfish,
} from '../../testing/index.ts';
import type { BmcTransport } from '../ipmi/transport/transport.ts';
import { Secret } from '../secret.ts';
import { type ProbeOptions, probeBmc } from './probe-bmc.ts';

const admin = { slot: 2, name: 'admin', password: 'admin-pass-01', privilege: 'administrator' } as const;
const transport: BmcTransport = {
  connect: () => Promise.reject(new Error('nobody speaks IPMI here')),
  close: async () => undefined,
};

let virtual: VirtualBmc;
let service: VirtualRedfish;
afterEach(() => virtual.close());

async function probe(
  habit: HabitName,
  { fault, ...more }: Partial<ProbeOptions> & { readonly fault?: RedfishFault } = {},
) {
  virtual = await createVirtualBmc({ users: [admin], redfish: { habit: redfishHabits[habit] } });
  if (virtual.redfish === undefined) throw new Error('no Redfish face');
  service = virtual.redfish;
  if (fault !== undefined) service.faults.requests.push(fault);
  const { port, certificateSha256 } = service;
  const login = { username: admin.name, password: new Secret(admin.password) };
  const options: ProbeOptions = {
    username: 'p_probe_0001',
    newPassword: (bytes) => new Secret('Kx7-pL2_mQ9zRt4vW8yB'.slice(0, bytes)),
    ...more,
  };
  const target = { protocol: 'redfish', host: virtual.host, port, certificateSha256, ...login } as const;
  return probeBmc(target, options, { transport });
}

const names = () => virtual.server.users.list().flatMap(({ name }) => (name === '' ? [] : [name]));

test.each([
  ['postern-default', { model: 'named', disable: 'works', endSession: 'by-handle', sessionsSurvive: 'end' }],
  ['openbmc', { model: 'named', blankName: 'deletes', sessionsSurvive: 'survive' }],
  ['supermicro', { model: 'named', disable: 'works' }],
  ['idrac9', { model: 'slots', maxSlots: 16, disable: 'works', noAccess: 'no-effect', passwordBytes: 20 }],
  ['ilo5', { model: 'named', disable: 'works' }],
  ['xcc', { model: 'named', disable: 'works' }],
] as const)('the habits of %s are seen as they are, and nothing is left', async (habit, expected) => {
  const profile = await probe(habit);
  expect(profile).toMatchObject({ protocol: 'redfish', cipherSuites: [], accounts: expected });
  expect(names()).toEqual(['admin']);
  expect(service.sessions()).toEqual([]);
});

test('without a slot that it may use, the probe writes nothing and says that it did not look', async () => {
  const profile = await probe('idrac9', { allowedSlots: [2] });
  expect(profile.accounts).toMatchObject({ model: 'slots', disable: 'untested', maxSlots: 16 });
  expect(service.requests.filter((request) => request.startsWith('PATCH'))).toEqual([]);
});

test.each(['idrac9', 'openbmc'] as const)(
  'a caller of %s who says stop in the middle stops it, and what was made is taken back',
  async (habit) => {
    let writes = 0;
    const stop = new TypeError('the lease is lost');
    const probing = probe(habit, {
      beforeWrite: async () => {
        writes += 1;
        if (writes === 3) throw stop;
      },
    });
    await expect(probing).rejects.toBe(stop);
    expect(names()).toEqual(['admin']);
  },
);

test('a BMC that removes nothing is told, with the name to remove by hand', async () => {
  const fault = { method: 'DELETE', path: '/Accounts/', kind: 'lie' } as const;
  await expect(probe('openbmc', { fault })).rejects.toMatchObject({
    code: 'account-remains',
    message: expect.stringContaining('p_probe_0001'),
  });
});
