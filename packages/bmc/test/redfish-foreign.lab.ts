/**
 * Redfish with others: a fence agent drives our virtual service, and our client drives sushy-tools' emulator where
 * `sushy-emulator` is on the path (`pip install sushy-tools`). Neither is on every machine.
 */
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { createBmcTransport, fetchCertificate, openBmc, Secret } from '../src/index.ts';
import { createVirtualBmc, newCertificate } from '../testing/index.ts';
import { freeTcpPort } from './free-ports.ts';

const run = promisify(execFile);
const fenceAgent = '/usr/sbin/fence_redfish';
const emulator = await run('which', ['sushy-emulator']).then(
  ({ stdout }) => stdout.trim(),
  () => undefined,
);

test.skipIf(!existsSync(fenceAgent))('fence_redfish turns a virtual server off and on', async () => {
  const users = [{ slot: 2, name: 'admin', password: 'admin-pass-01', privilege: 'administrator' }] as const;
  const virtual = await createVirtualBmc({ users, redfish: {}, initialPower: 'on' });
  const address = ['-a', '127.0.0.1', '-u', String(virtual.redfish?.port), '-z', '--ssl-insecure'];
  const login = ['-l', 'admin', '-p', 'admin-pass-01', '--systems-uri=/redfish/v1/Systems/1'];
  const fence = (operation: string) => run(fenceAgent, [...address, ...login, '-o', operation]);
  expect((await fence('status')).stdout).toContain('Status: ON');
  await fence('reboot');
  expect(virtual.server.power.counts).toMatchObject({ stops: 1, starts: 1 });
  await virtual.close();
});

test.skipIf(emulator === undefined)('our client drives the power and boot of sushy-tools', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'postern-sushy-'));
  const { key, cert } = await newCertificate();
  await writeFile(join(folder, 'key.pem'), key);
  await writeFile(join(folder, 'cert.pem'), cert);
  const port = await freeTcpPort();
  const tls = ['--ssl-certificate', join(folder, 'cert.pem'), '--ssl-key', join(folder, 'key.pem')];
  const child = spawn(emulator ?? '', ['--fake', '-i', '127.0.0.1', '-p', String(port), ...tls], {
    stdio: 'ignore',
  });
  const transport = createBmcTransport();
  try {
    const certificateSha256 = await pinOf(port, child);
    const login = { username: 'any', password: new Secret('any'), login: 'basic' } as const;
    const bmc = await openBmc(
      { protocol: 'redfish', host: '127.0.0.1', port, certificateSha256, ...login },
      { transport },
    );
    const before = await bmc.power.state();
    await bmc.power.apply(before === 'on' ? 'off' : 'on');
    await expect.poll(() => bmc.power.state(), { timeout: 30_000 }).not.toBe(before);
    expect(await bmc.boot.write({ device: 'pxe', persistent: true, firmware: 'uefi' })).toMatchObject({
      device: 'pxe',
    });
    expect((await bmc.identity()).protocolVersion).toMatch(/^1\./);
    await bmc.close();
  } finally {
    await transport.close();
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
  }
});

async function pinOf(port: number, child: ChildProcess): Promise<string> {
  for (;;) {
    if (child.exitCode !== null) throw new Error('the emulator ended');
    const shown = await fetchCertificate({ host: '127.0.0.1', port }).catch(() => undefined);
    if (shown !== undefined) return shown.sha256;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}
