/** A BMC over Redfish, from the page alone: found, compared, logged in to, tried out, and met again with another certificate. */
import { createServer } from 'node:net';
import { expect, type Page } from '@playwright/test';
import { type Fleet, newCertificate, startFleet } from '@postern/bmc/testing';
import { alex, test } from './stage.ts';
import type { Visitor } from './visitor.ts';

test.describe.configure({ mode: 'serial' });

const bmcPassword = 'Right-Password-8';
const name = `redfish-${process.pid}`;
let admin: Visitor;
let fleet: Fleet;
let redfishPort: number;

test.beforeAll(async ({ stage }) => {
  redfishPort = await freeTcpPort();
  const users = [{ slot: 2, name: 'admin', password: bmcPassword, privilege: 'administrator' as const }];
  fleet = await startFleet([
    {
      name,
      bmc: { host: '127.0.0.1', port: 0 },
      redfish: { port: redfishPort },
      users,
      habit: 'idrac9',
      initialPower: 'on',
    },
  ]);
  admin = await stage.visit(alex);
});

test.afterAll(async () => {
  await fleet.close();
  await admin.leave();
});

test('what it speaks is found before a login is typed, and one click takes protocol and certificate', async () => {
  const { page } = admin;
  await page.goto('/admin/servers/new');
  await page.getByLabel('Name').fill(name);
  await page.getByLabel('IP addresses').fill('203.0.113.98');
  await page.getByLabel('Rack').fill('A12');
  await page.getByLabel('Tenant').selectOption('Acme Analytics');
  await page.getByRole('button', { name: 'Add server' }).click();
  await expect(page.getByRole('heading', { name, level: 1 })).toBeVisible();

  const form = page.getByRole('region', { name: 'BMC', exact: true });
  await form.getByLabel('Address', { exact: true }).fill('127.0.0.1');
  await form.getByLabel('IPMI port', { exact: true }).fill(String(bmcOf().port));
  await form.getByLabel('Redfish port').fill(String(redfishPort));
  await form.getByRole('button', { name: 'Detect' }).click();
  await expect(form.getByText(`answers on TCP ${redfishPort} (Dell)`)).toBeVisible({ timeout: 30_000 });
  await expect(form.getByText(fingerprint())).toBeVisible();
  await form.getByRole('button', { name: 'Use Redfish with this certificate' }).click();
  await expect(form.getByLabel('Protocol')).toHaveValue('redfish');
  await form.getByLabel('User name').fill('admin');
  await form.getByLabel('Password', { exact: true }).first().fill(bmcPassword);
  await form.getByRole('button', { name: 'Set up BMC' }).click();
  await testBmc(page, 'passed');
  await expect(certificate(page).getByText('pinned', { exact: true })).toBeVisible();
});

test('its posture is told with what to do next', async () => {
  const { page } = admin;
  const posture = page.getByRole('region', { name: 'Posture' });
  await posture.getByRole('button', { name: 'Check posture' }).click();
  await expect(posture.getByText('The certificate is self-signed')).toBeVisible({ timeout: 30_000 });
  await expect(posture.getByText('Keep it pinned')).toBeVisible();
});

test('the probe asks first, says what it will do, and leaves nothing behind', async () => {
  const { page } = admin;
  const probe = page.getByRole('region', { name: 'Probe' });
  await expect(probe.getByText('Never probed')).toBeVisible();
  await probe.getByRole('button', { name: 'Probe BMC' }).click();
  const question = page.getByRole('alertdialog', {
    name: `This makes a user on the BMC of ${name} and removes it again`,
  });
  await question.getByRole('button', { name: 'Probe BMC' }).click();
  await expect(probe.getByText('stops the login').first()).toBeVisible({ timeout: 60_000 });
  expect(
    bmcOf()
      .server.users.list()
      .filter((user) => user.name !== ''),
  ).toHaveLength(1);
});

test('another certificate stops logins with words to act on, until it is compared and accepted', async ({
  stage,
}) => {
  const { page } = admin;
  const before = fingerprint();
  bmcOf().redfish?.useCertificate(await newCertificate());
  await testBmc(page, 'failed', 'another certificate than the pinned one');
  await expect(certificate(page).getByText('changed', { exact: true })).toBeVisible();
  await expect(certificate(page).getByText(before)).toBeVisible();
  await expect(certificate(page).getByText(fingerprint())).toBeVisible();
  await certificate(page).getByRole('button', { name: 'Accept certificate' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Accept certificate' }).click();
  await expect(certificate(page).getByText('pinned', { exact: true })).toBeVisible();
  await testBmc(page, 'passed');
  const [row] = await stage.ask(
    "select count(*)::int as accepted from audit_event e join server s on s.id = e.server_id where s.name = $1 and e.type = 'bmc.certificate-accepted'",
    [name],
  );
  expect(Number(row?.accepted)).toBe(2);
});

function bmcOf() {
  const bmc = fleet.servers[0]?.bmc;
  if (bmc === undefined) throw new Error('the BMC of this story is not there');
  return bmc;
}

function fingerprint(): string {
  const sha256 = bmcOf().redfish?.certificateSha256 ?? '';
  return (sha256.match(/../g) ?? []).join(':').toUpperCase();
}

function certificate(page: Page) {
  return page.getByRole('region', { name: 'Certificate' });
}

async function testBmc(page: Page, verdict: string, words?: string): Promise<void> {
  const card = page.getByRole('region', { name: 'Test' });
  await card.getByRole('button', { name: 'Test BMC' }).click();
  await expect(card.getByText(verdict, { exact: true })).toBeVisible({ timeout: 30_000 });
  if (words !== undefined) await expect(card.getByText(words)).toBeVisible();
}

async function freeTcpPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise<void>((resolve) => server.close(() => resolve()));
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}
