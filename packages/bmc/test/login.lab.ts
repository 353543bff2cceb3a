import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  checkLogin,
  createBmcTransport,
  type IpmiTarget,
  openBmc,
  probeReachable,
  Secret,
} from '../src/index.ts';
import { freeUdpPort } from './free-ports.ts';
import { type IpmiSim, startIpmiSim } from './start-ipmi-sim.ts';

const transport = createBmcTransport();
const deps = { transport };
let sim: IpmiSim;

beforeAll(async () => {
  sim = await startIpmiSim();
});

afterAll(async () => {
  await transport.close();
  await sim.stop();
});

test('a probe without a login tells what the BMC offers', async () => {
  expect(await probeReachable(sim.target, deps)).toMatchObject({
    supportsIpmi20: true,
    supportsIpmi15: true,
    anonymousLogin: true, // slot 1 has neither name nor password
  });
});

test('suite 3 is used where 17 is refused', async () => {
  const bmc = await openBmc(sim.target, deps);
  expect(bmc.cipherSuite).toBe(3);
  expect(await bmc.identity()).toEqual({
    manufacturerId: 0x1291,
    productId: 0x0f02,
    firmware: '9.08',
    protocolVersion: '2.0',
  });
  await bmc.close();
});

test('a BMC that once spoke suite 17 is never spoken to with less', async () => {
  await expect(openBmc({ ...sim.target, cipherSuite: 17 }, deps)).rejects.toMatchObject({
    code: 'cipher-refused',
    outcome: 'not-applied',
  });
});

test('a right password is accepted, a wrong one and an unknown name are refused', async () => {
  expect(await checkLogin(sim.target, deps)).toBe('accepted');
  expect(await checkLogin({ ...sim.target, password: new Secret('wrong') }, deps)).toBe('refused');
  expect(await checkLogin({ ...sim.target, username: 'nobody' }, deps)).toBe('refused');
  await expect(openBmc({ ...sim.target, password: new Secret('wrong') }, deps)).rejects.toMatchObject({
    code: 'auth-failed',
    retry: 'never',
  });
});

test('an address where nothing answers is unreachable, never refused', async () => {
  const silent: IpmiTarget = { ...sim.target, port: await freeUdpPort() };
  const hasty = { transport, timing: { handshakeTimeoutMs: 20, timeoutStepMs: 0, commandTimeoutMs: 20 } };
  await expect(checkLogin(silent, hasty)).rejects.toMatchObject({ code: 'unreachable' });
  await expect(openBmc(silent, hasty)).rejects.toMatchObject({ code: 'unreachable', outcome: 'not-applied' });
  await expect(probeReachable(silent, hasty)).rejects.toMatchObject({ code: 'unreachable' });
});

test('logins leave no session behind, failed ones included', async () => {
  for (let round = 0; round < 10; round++) {
    await checkLogin(sim.target, deps);
    await checkLogin({ ...sim.target, password: new Secret('wrong') }, deps);
    await checkLogin({ ...sim.target, username: 'nobody' }, deps);
  }
  const bmc = await openBmc(sim.target, deps);
  expect(await bmc.accounts.listSessions()).toHaveLength(1);
  await bmc.close();
});

test('names and passwords that no BMC can hold are refused before anything is sent', async () => {
  await expect(openBmc({ ...sim.target, username: 'seventeen-letters' }, deps)).rejects.toMatchObject({
    code: 'misuse',
  });
  const tooLong = new Secret('x'.repeat(21));
  await expect(openBmc({ ...sim.target, password: tooLong }, deps)).rejects.toMatchObject({ code: 'misuse' });
});

test('fifty logins at once share one socket and all succeed', async () => {
  const checks = Array.from({ length: 50 }, () => checkLogin(sim.target, deps));
  expect(new Set(await Promise.all(checks))).toEqual(new Set(['accepted']));
});
