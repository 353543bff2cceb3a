import { afterEach, expect, test } from 'vitest';
import { freeTcpPort, freeUdpPort } from '../../test/free-ports.ts';
import { createVirtualBmc, redfishHabits, type VirtualBmc } from '../../testing/index.ts';
import { createBmcTransport } from '../ipmi/transport/transport.ts';
import { detectProtocols } from './detect-protocols.ts';

const users = [{ slot: 2, name: 'admin', password: 'admin-pass-01', privilege: 'administrator' }] as const;
const timing = { commandTimeoutMs: 50, timeoutStepMs: 0 };
let virtual: VirtualBmc | undefined;

afterEach(async () => {
  await virtual?.close();
  virtual = undefined;
});

async function detect(ipmiPort: number, httpsPort: number) {
  const transport = createBmcTransport();
  try {
    return await detectProtocols({ host: '127.0.0.1', ipmiPort, httpsPort }, { transport, timing });
  } finally {
    await transport.close();
  }
}

test('both are found, with maker and certificate, and no login is tried', async () => {
  virtual = await createVirtualBmc({ users, redfish: { habit: redfishHabits.idrac9 } });
  const { redfish } = virtual;
  expect(await detect(virtual.port, redfish?.port ?? 0)).toMatchObject({
    ipmi: { supportsIpmi20: true },
    redfish: { vendor: 'dell', version: '1.11.0', certificate: { sha256: redfish?.certificateSha256 } },
    suggested: 'redfish',
  });
  expect(redfish?.requests).toEqual(['GET /redfish/v1/']);
  expect(virtual.effects.logins.attempts).toBe(0);
});

test('where only IPMI answers, it is IPMI; where nothing does, nothing is suggested', async () => {
  virtual = await createVirtualBmc({ users });
  expect(await detect(virtual.port, await freeTcpPort())).toMatchObject({
    redfish: undefined,
    suggested: 'ipmi',
  });
  expect(await detect(await freeUdpPort(), await freeTcpPort())).toEqual({
    ipmi: undefined,
    redfish: undefined,
    suggested: undefined,
  });
});
