/** The command-line door as a process, against the virtual BMC's Redfish face. */
import { execFile } from 'node:child_process';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createVirtualBmc, type VirtualBmc } from '../testing/index.ts';

const program = new URL('../bin/bmc.mjs', import.meta.url).pathname;
let virtual: VirtualBmc;

beforeAll(async () => {
  const users = [{ slot: 2, name: 'admin', password: 'admin-pass-01', privilege: 'administrator' }] as const;
  virtual = await createVirtualBmc({ users, redfish: {}, initialPower: 'on' });
});

afterAll(() => virtual.close());

test('a person looks at the certificate, pins it, and works', async () => {
  const shown = JSON.parse(await bmc(['--json', 'certificate']));
  expect(shown.sha256).toBe(virtual.redfish?.certificateSha256);
  const pinned = ['-U', 'admin', '--pin', String(shown.sha256)];
  expect(await bmc([...pinned, 'power', 'status'])).toBe('Chassis Power is on\n');
  expect(await bmc([...pinned, 'user', 'list'])).toContain('admin            enabled   administrator');
  expect(await bmc([...pinned, 'sensors'])).toContain('CPU temp');
  expect(await bmc([...pinned, 'media', 'insert', 'cd', 'http://192.0.2.1/a.iso'])).toBe(
    'Inserted into Cd.\n',
  );
  expect(await bmc([...pinned, 'media', 'eject'])).toBe('Ejected.\n');
  expect(await bmc([...pinned, 'sol', 'activate'])).toContain('needs -I lanplus');
  expect(virtual.redfish?.sessions()).toEqual([]);
});

test('another pin is refused before anything is sent', async () => {
  const before = virtual.redfish?.requests.length;
  expect(await bmc(['-U', 'admin', '--pin', 'ab'.repeat(32), 'info'])).toContain('another certificate');
  expect(virtual.redfish?.requests).toHaveLength(before ?? 0);
});

test('probe and posture know Redfish, and leave nothing behind', async () => {
  const pinned = ['-U', 'admin', '--pin', String(virtual.redfish?.certificateSha256)];
  expect(JSON.parse(await bmc(['--json', ...pinned, 'probe']))).toMatchObject({
    protocol: 'redfish',
    accounts: { model: 'named', disable: 'works', blankName: 'deletes' },
  });
  const told = await bmc([...pinned, 'posture', String(virtual.port)]);
  expect(told).toContain('notice   | The certificate is self-signed');
  expect(told).toContain('No K_g is set');
  expect(virtual.server.users.list().filter(({ name }) => name !== '')).toHaveLength(1);
  expect(virtual.redfish?.sessions()).toEqual([]);
});

/** What it printed, on either stream. */
function bmc(words: readonly string[]): Promise<string> {
  const login = ['-I', 'redfish', '-H', '127.0.0.1', '-p', String(virtual.redfish?.port)];
  return new Promise((resolve) => {
    const env = { PATH: '/usr/bin:/bin', BMC_PASSWORD: 'admin-pass-01' };
    execFile(process.execPath, [program, ...login, ...words], { env }, (_error, stdout, stderr) =>
      resolve(stdout + stderr),
    );
  });
}
