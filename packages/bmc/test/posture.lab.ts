/** The posture check on `ipmi_sim`, which has real holes: cipher suite 0, IPMI 1.5, and no SHA-256. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { checkPosture, createBmcTransport, probeBmc, Secret } from '../src/index.ts';
import { type IpmiSim, startIpmiSim } from './start-ipmi-sim.ts';

const transport = createBmcTransport();
let sim: IpmiSim;

beforeAll(async () => {
  sim = await startIpmiSim();
});

afterAll(async () => {
  await transport.close();
  await sim.stop();
});

test('the holes of ipmi_sim are found, and what could not be checked is told', async () => {
  const { findings, unchecked } = await checkPosture(sim.target, { now: new Date() }, { transport });
  const severities = Object.fromEntries(findings.map(({ code, severity }) => [code, severity]));
  expect(severities).toMatchObject({
    'cipher-zero': 'critical',
    'ipmi-15': 'critical',
    'weak-suites': 'warning',
    'no-suite-17': 'notice',
    'no-bmc-key': 'notice',
  });
  expect(unchecked.map(({ check }) => check)).toContain('certificate');
});

test('the on-boarding probe sees what was measured by hand, and leaves no account', async () => {
  const options = {
    username: 'p_probe_0001',
    newPassword: (bytes: 16 | 20) => new Secret('Kx7-pL2_mQ9zRt4vW8yB'.slice(0, bytes)),
  };
  const profile = await probeBmc(sim.target, options, { transport });
  expect(profile).toMatchObject({
    cipherSuites: [3],
    accounts: {
      maxSlots: 63,
      disable: 'works',
      noAccess: 'works',
      endSession: 'by-id',
      sessionsSurvive: 'survive',
      passwordBytes: 16,
      serialAccess: 'refused',
    },
  });
});
