import { afterEach, describe, expect, test } from 'vitest';
import {
  createVirtualBmc,
  redfishHabits,
  type VirtualBmc,
  type VirtualRedfish,
} from '../../../testing/index.ts';
import { makeAccount } from '../../accounts/make-account.ts';
import { removeAccount } from '../../accounts/remove-account.ts';
import type { RedfishBmc, RedfishTarget } from '../../capabilities.ts';
import { checkLogin } from '../../check-login.ts';
import type { BmcTransport } from '../../ipmi/transport/transport.ts';
import { Secret } from '../../secret.ts';
import { openRedfishBmc } from './open-redfish-bmc.ts';

const admin = { slot: 2, name: 'admin', password: 'admin-pass-01', privilege: 'administrator' } as const;
const account = {
  username: 'g_k3v7qzabcdef',
  password: new Secret('Ab3-xY7_kQ9mZr'),
  privilege: 'operator',
} as const;
const kinds = Object.keys(redfishHabits) as (keyof typeof redfishHabits)[];

let virtual: VirtualBmc;
let service: VirtualRedfish;
let bmc: RedfishBmc | undefined;

afterEach(async () => {
  await bmc?.close();
  bmc = undefined;
  expect(service.sessions()).toHaveLength(0);
  await virtual.close();
});

async function open(kind: keyof typeof redfishHabits = 'postern-default'): Promise<RedfishBmc> {
  virtual = await createVirtualBmc({
    name: 'web-07',
    users: [admin],
    redfish: { habit: redfishHabits[kind] },
    powerDelays: { onMs: 0, offMs: 0, resetMs: 0, cyclePauseMs: 0, softOffMs: 0 },
  });
  if (virtual.redfish === undefined) throw new Error('no Redfish face');
  service = virtual.redfish;
  bmc = await openRedfishBmc(as({ username: admin.name, password: new Secret(admin.password) }));
  return bmc;
}

function as(login: Pick<RedfishTarget, 'username' | 'password'>): RedfishTarget {
  const { port, certificateSha256 } = service;
  return { protocol: 'redfish', host: virtual.host, port, certificateSha256, ...login };
}

const transport: BmcTransport = {
  connect: () => Promise.reject(new Error('nobody speaks IPMI here')),
  close: async () => undefined,
};
const logIn = () => checkLogin(as(account), { transport });

describe.each(kinds)('firmware of the kind %s', (kind) => {
  test('an account is made, proven, and proven gone, with its sessions', async () => {
    const { accounts } = await open(kind);
    const place = await makeAccount({ accounts, account, logIn, wait: async () => undefined });
    expect(virtual.server.users.findByName(account.username)).toMatchObject({ enabled: true });
    expect(service.mustChange.size).toBe(0);
    const tenant = await openRedfishBmc(as(account));
    const removal = await removeAccount({
      accounts,
      account: place,
      scramblePassword: () => new Secret('Nobody-keeps-01'),
      tryOldLogin: logIn,
    });
    expect(removal).toMatchObject({
      proven: true,
      evidence: { readBack: 'absent', login: 'refused', sessionsRemaining: 0, refusedSteps: [] },
    });
    expect(virtual.server.users.list().map(({ name }) => name)).not.toContain(account.username);
    expect(service.sessions().map(({ username }) => username)).not.toContain(account.username);
    await tenant.close();
  });

  test('power, boot override, media, sensors, log and inventory are what the machine is', async () => {
    const { power, boot, media, sensors, eventLog, inventory, identity } = await open(kind);
    await power.apply('on');
    await expect.poll(() => power.state()).toBe('on');
    // Asked for what is there already: the BMC grumbles, the caller has what he wanted.
    await power.apply('on');
    await power.apply('cycle');
    await expect.poll(() => virtual.server.power.counts.starts).toBe(2);
    const wanted = { device: 'pxe', persistent: true, firmware: 'uefi' } as const;
    const held = await boot.write(wanted);
    expect(held).toMatchObject({ device: 'pxe', persistent: true });
    expect(virtual.server.boot.flags).toMatchObject({ device: 'pxe', persistent: true });
    expect(await boot.write({ ...wanted, device: 'none' })).toMatchObject({ device: 'none' });
    const image = { kind: 'cd', imageUrl: 'http://192.0.2.1/rescue.iso' } as const;
    expect(await media?.insert(image)).toMatchObject({ inserted: true, image: image.imageUrl });
    expect(await media?.insert(image)).toMatchObject({ inserted: true });
    await media?.eject();
    expect([...service.media.values()].filter((held) => held !== undefined)).toEqual([]);
    const readings = await sensors.readAll();
    expect(readings.find(({ sensor }) => sensor.name === 'CPU temp')).toMatchObject({
      status: 'read',
      value: 52.5,
      sensor: { unit: 'degrees C' },
      thresholds: { upperCritical: 90 },
    });
    expect((await eventLog.read()).map(({ description }) => description)).toContain('Power operation: On.');
    await eventLog.clear();
    expect(await eventLog.info()).toMatchObject({ entries: 0 });
    const [machine] = await inventory.read();
    expect(machine?.inventory?.product?.fields).toContainEqual({ name: 'serial number', value: 'VS-0001' });
    expect(machine?.summary).toEqual([
      { name: 'processors', value: '2 × Virtual CPU 2.4 GHz' },
      { name: 'memory', value: '64 GiB' },
      { name: 'BIOS', value: '2.14' },
    ]);
    expect(await identity()).toMatchObject({ firmware: '1.4.0' });
  });
});

test('a creation whose answer is lost is looked for, and not made twice', async () => {
  const { accounts } = await open();
  service.faults.requests.push({ method: 'POST', path: 'Accounts', kind: 'lose-answer', times: 1 });
  await makeAccount({ accounts, account, logIn, wait: async () => undefined });
  const made = virtual.server.users.list().filter(({ name }) => name === account.username);
  expect(made).toHaveLength(1);
});

test('a removal whose answer is lost counts when the account is gone', async () => {
  const { accounts } = await open();
  const place = await makeAccount({ accounts, account, logIn, wait: async () => undefined });
  service.faults.requests.push({ method: 'DELETE', path: 'Accounts', kind: 'lose-answer', times: 1 });
  const request = { accounts, account: place, scramblePassword: () => new Secret('Nobody-keeps-01') };
  expect(await removeAccount(request)).toMatchObject({ proven: true });
});

test('a BMC that says yes and does nothing is found out, both ways', async () => {
  const { accounts } = await open();
  service.faults.requests.push({ method: 'POST', path: 'Accounts', kind: 'lie', times: 1 });
  const make = () => makeAccount({ accounts, account, logIn, wait: async () => undefined });
  await expect(make()).rejects.toMatchObject({ code: 'not-kept' });
  const place = await make();
  service.faults.requests.push({ method: 'DELETE', path: 'Accounts', kind: 'lie' });
  const request = { accounts, account: place, scramblePassword: () => new Secret('Nobody-keeps-01') };
  expect(await removeAccount(request)).toMatchObject({ proven: false });
});

test('a new account is asked to keep its password where the firmware would make it change', async () => {
  const { accounts } = await open('xcc');
  await makeAccount({ accounts, account, logIn, wait: async () => undefined });
  expect(service.mustChange.size).toBe(0);
});
