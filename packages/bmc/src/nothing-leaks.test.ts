/** Passwords and keys in what a person may print by accident: connections, targets, errors, profiles. */
import { inspect } from 'node:util';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createVirtualBmc, type VirtualBmc } from '../testing/index.ts';
import { type BmcTransport, createBmcTransport } from './ipmi/transport/transport.ts';
import { openBmc } from './open-bmc.ts';
import { Secret } from './secret.ts';

const password = 'Very-secret-pw01';
const bmcKey = 'very-secret-key';
const admin = { slot: 2, name: 'admin', password, privilege: 'administrator' } as const;

let transport: BmcTransport;
let virtual: VirtualBmc;

beforeEach(async () => {
  transport = createBmcTransport();
  virtual = await createVirtualBmc({ users: [admin], redfish: {}, bmcKey: Buffer.from(bmcKey) });
});

afterEach(async () => {
  await transport.close();
  await virtual.close();
});

const secrets = [password, bmcKey].flatMap((text) => [
  text,
  Buffer.from(text).toString('hex'),
  Buffer.from(text).toString('base64').slice(0, 12),
  inspect(Buffer.from(text)).slice(8, 40),
]);

function expectSilence(value: unknown): void {
  const printed = inspect(value, { depth: 30, showHidden: true, maxArrayLength: 10_000 });
  const logged = `${printed}${value instanceof Error ? value.stack : ''}`;
  for (const secret of secrets) expect(logged).not.toContain(secret);
}

test('an IPMI connection, its target and its errors print no secret', async () => {
  const { host, port } = virtual;
  const login = { username: admin.name, password: new Secret(password), bmcKey: new Secret(bmcKey) };
  const target = { host, port, ...login };
  const bmc = await openBmc(target, { transport });
  for (const value of [bmc, target, transport]) expectSilence(value);
  expectSilence(await bmc.accounts.setPassword(99, login.password).catch((error: unknown) => error));
  virtual.faults.commands.set('set-user-password', { kind: 'refuse', completionCode: 0xcc });
  expectSilence(await bmc.accounts.setPassword(5, login.password).catch((error: unknown) => error));
  await bmc.close();
  const wrong = { ...target, password: new Secret(`${password}x`) };
  expectSilence(await openBmc(wrong, { transport }).catch((error: unknown) => error));
});

test('a Redfish connection and its errors print no secret, even when the service repeats it', async () => {
  const { host, redfish } = virtual;
  const { port = 0, certificateSha256 = '' } = redfish ?? {};
  const login = { username: admin.name, password: new Secret(password) };
  const target = { protocol: 'redfish', host, port, certificateSha256, ...login } as const;
  const bmc = await openBmc(target, { transport });
  for (const value of [bmc, target]) expectSilence(value);
  if (bmc.accounts.model !== 'named') throw new Error('this firmware names its accounts');
  const account = { name: 'not allowed', password: login.password, privilege: 'user' } as const;
  expectSilence(await bmc.accounts.create(account).catch((error: unknown) => error));
  redfish?.faults.requests.push({ method: 'POST', path: 'Accounts', kind: 'drop', times: 1 });
  expectSilence(await bmc.accounts.create({ ...account, name: 'allowed' }).catch((error: unknown) => error));
  await bmc.close();
});
