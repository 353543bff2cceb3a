import { type Bmc, Secret } from '@postern/bmc';
import { createVirtualBmc, redfishHabits, type VirtualBmc } from '@postern/bmc/testing';
import { afterEach, describe, expect, test } from 'vitest';
import { createBmcDriver, type OpenedBmc } from '../src/provisioning/drivers.ts';
import { guardBmc } from '../src/provisioning/guarded-bmc.ts';

const admin = { username: 'ADMIN', password: new Secret('Adm1n-Passw0rd') };
const open: { close(): Promise<void> }[] = [];

afterEach(async () => {
  for (const part of open.splice(0).reverse()) await part.close();
});

const shapes = {
  ipmi: undefined,
  'redfish slots': redfishHabits.idrac9,
  'redfish collection': redfishHabits.openbmc,
};
type Shape = keyof typeof shapes;

async function logIn(shape: Shape): Promise<{ virtual: VirtualBmc; bmc: OpenedBmc }> {
  const habit = shapes[shape];
  const virtual = await createVirtualBmc({
    users: [{ slot: 2, name: 'ADMIN', password: 'Adm1n-Passw0rd', privilege: 'administrator' }],
    ...(habit === undefined ? {} : { redfish: { habit } }),
  });
  const driver = createBmcDriver();
  open.push(virtual, driver);
  const { host, port, redfish } = virtual;
  const bmc =
    redfish === undefined
      ? await driver.open({ host, port, ...admin })
      : await driver.open({
          protocol: 'redfish',
          host,
          port: redfish.port,
          certificateSha256: redfish.certificateSha256,
          ...admin,
        });
  open.push(bmc);
  return { virtual, bmc };
}

/** Calls that change nothing on the BMC. Whatever else a capability has, now or later, is taken for a write. */
const reads = [
  'identity',
  'close',
  'power.state',
  'boot.read',
  'serial.holder',
  'sensors.list',
  'sensors.readAll',
  'sensors.read',
  'sensors.thresholds',
  'eventLog.info',
  'eventLog.read',
  'eventLog.time',
  'inventory.read',
  'control.systemGuid',
  'media.drives',
  'accounts.countSlots',
  'accounts.readTable',
  'accounts.readSlot',
  'accounts.readName',
  'accounts.list',
  'accounts.find',
  'accounts.listSessions',
];

type Call = (...args: unknown[]) => Promise<unknown>;

function callsOf(bmc: Bmc): readonly (readonly [string, Call])[] {
  return Object.entries(bmc).flatMap(([name, part]: [string, unknown]) => {
    if (typeof part === 'function') return [[name, part as Call] as const];
    if (typeof part !== 'object' || part === null) return [];
    return Object.entries(part)
      .filter((entry): entry is [string, Call] => typeof entry[1] === 'function')
      .map(([method, call]) => [`${name}.${method}`, call] as const);
  });
}

describe.each(Object.keys(shapes) as Shape[])('over %s', (shape) => {
  test('every write of every capability asks first, and a refusal keeps it from being sent', async () => {
    const { virtual, bmc } = await logIn(shape);
    const heard: unknown[] = [];
    const refusal = new Error('the lease is lost');
    const guarded = guardBmc(bmc, {
      beforeWrite: () => Promise.reject(refusal),
      onError: (error) => void heard.push(error),
    });
    const writes = callsOf(guarded).filter(([name]) => !reads.includes(name));
    expect(writes.length).toBeGreaterThan(10);
    const before = { received: virtual.effects.datagramsReceived, asked: virtual.redfish?.requests.length };
    for (const [name, call] of writes) {
      await expect(call(), name).rejects.toBe(refusal);
    }
    expect({ received: virtual.effects.datagramsReceived, asked: virtual.redfish?.requests.length }).toEqual(
      before,
    );
    expect(heard).toEqual([]);
  });

  test('nothing but what may be guarded is handed on', async () => {
    const { bmc } = await logIn(shape);
    const guarded = guardBmc(bmc, { beforeWrite: async () => undefined, onError: () => undefined });
    const unguarded = callsOf(bmc).map(([name]) => name);
    const handedOn = callsOf(guarded).map(([name]) => name);
    expect(unguarded).toEqual(expect.arrayContaining(handedOn));
    expect(handedOn.filter((name) => name.startsWith('control.'))).toHaveLength(4);
    expect(handedOn).toContain(shape === 'redfish collection' ? 'accounts.create' : 'accounts.setName');
  });

  test('a write that may go goes, and its failure is heard of before its caller hears', async () => {
    const { virtual, bmc } = await logIn(shape);
    const heard: unknown[] = [];
    const guarded = guardBmc(bmc, {
      beforeWrite: async () => undefined,
      onError: (error) => void heard.push(error),
    });
    await guarded.boot.write({ device: 'pxe', persistent: false, firmware: 'uefi' });
    expect(await guarded.boot.read()).toMatchObject({ device: 'pxe' });
    const { accounts } = guarded;
    const tooLong = new Secret('x'.repeat(70));
    const write =
      accounts.model === 'slots'
        ? accounts.setPassword(9, tooLong)
        : accounts.create({ name: 'g_abcdefghijkl', password: tooLong, privilege: 'operator' });
    await expect(write).rejects.toMatchObject({ code: 'misuse' });
    expect(heard).toHaveLength(1);
    expect(virtual.server.users.list().map(({ name }) => name)).not.toContain('g_abcdefghijkl');
  });
});

test('over Redfish each single request of a write asks too, as one call may send several', async () => {
  const { virtual } = await logIn('redfish slots');
  const { host, redfish } = virtual;
  if (redfish === undefined) throw new Error('this BMC does not speak Redfish');
  const driver = createBmcDriver();
  open.push(driver);
  let left = 1;
  const lost = new Error('the lease is lost');
  const { port, certificateSha256 } = redfish;
  const bmc = await driver.open(
    { protocol: 'redfish', host, port, certificateSha256, ...admin },
    {
      async beforeWrite() {
        if (left === 0) throw lost;
        left -= 1;
      },
    },
  );
  open.push(bmc);
  const asked = redfish.requests.length;
  await bmc.boot.write({ device: 'pxe', persistent: false, firmware: 'uefi' });
  await expect(bmc.power.apply('reset')).rejects.toBe(lost);
  const writes = redfish.requests.slice(asked).filter((request) => !request.startsWith('GET'));
  expect(writes).toEqual([expect.stringContaining('PATCH /redfish/v1/Systems/')]);
});
