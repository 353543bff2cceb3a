/** What keeps a BMC clean, from the page alone: who is on it, who may stay, who goes, a new login, a server that changes hands. */
import { expect, type Page } from '@playwright/test';
import { type Fleet, startFleet } from '@postern/bmc/testing';
import { callProcedure } from './call-procedure.ts';
import { alex, test } from './stage.ts';
import type { Visitor } from './visitor.ts';

test.describe.configure({ mode: 'serial' });

const name = `upkeep-${process.pid}`;
const bmcPassword = 'Right-Password-9';
let admin: Visitor;
let fleet: Fleet;
let serverId: string;

test.beforeAll(async ({ stage }) => {
  const user = (slot: number, username: string, password: string) =>
    ({ slot, name: username, password, privilege: 'administrator' }) as const;
  const users = [
    user(2, 'admin', bmcPassword),
    user(5, 'monitoring', 'Zabbix-Pass-12'),
    user(6, 'backdoor', 'Left-Behind-12'),
  ];
  fleet = await startFleet([
    { name, bmc: { host: '127.0.0.1', port: 0 }, users, habit: 'supermicro', initialPower: 'on' },
  ]);
  const [server] = fleet.servers;
  if (server === undefined) throw new TypeError('the fleet has no server');
  admin = await stage.visit(alex);
  const { page } = admin;
  await page.goto('/admin');
  const [place] = await stage.ask(
    "select s.id as site, o.id as organisation from site s, organisation o where o.name = 'Acme Analytics' limit 1",
  );
  const added = await callProcedure(page, 'servers.create', {
    siteId: place?.site,
    organisationId: place?.organisation,
    name,
    rack: 'B7',
    ipAddresses: ['203.0.113.77'],
  });
  expect(added.status, added.body).toBe(200);
  serverId = await stage.serverId(name);
  const written = await callProcedure(page, 'bmcs.write', {
    serverId,
    host: '127.0.0.1',
    port: server.bmc.port,
    login: { username: 'admin', password: bmcPassword },
  });
  expect(written.status, written.body).toBe(200);
});

test.afterAll(async () => {
  await fleet.close();
  await admin.leave();
});

const users = (page: Page) => page.getByRole('region', { name: 'Users of the BMC' });

test('a login is replaced by one click, and its age starts again', async () => {
  const { page } = admin;
  await page.goto(`/admin/servers/${serverId}`);
  const login = page.getByRole('region', { name: 'Stored login' });
  await login.getByRole('button', { name: 'Rotate now' }).click();
  await expect(login.getByText('replaced', { exact: true })).toBeVisible({ timeout: 60_000 });
  await expect(login.getByText(/^Set /)).toBeVisible();
});

test('a server that is cleared tells who stands in the way, and waits', async () => {
  const { page } = admin;
  await page.goto(`/servers/${serverId}`);
  const card = page.getByRole('region', { name: 'Hand-over' });
  await card.getByRole('button', { name: 'Clear server' }).click();
  const dialog = page.getByRole('alertdialog');
  await dialog.getByLabel('Why').fill('the tenant has left');
  await dialog.getByRole('button', { name: 'Clear server' }).click();
  await expect(card.getByText('not handed over')).toBeVisible({ timeout: 60_000 });
  await expect(card.getByText(/2 accounts that nobody has registered can log in/)).toBeVisible();
});

test('the overview names the server under what needs somebody', async () => {
  const { page } = admin;
  await page.goto('/admin');
  await expect(
    page.getByRole('region', { name: 'BMC users that nobody registered' }).getByText(name).first(),
  ).toBeVisible();
  await expect(
    page.getByRole('region', { name: 'Servers that are not handed over' }).getByText(name).first(),
  ).toBeVisible();
  await page.goto('/admin/servers?order=not-ours');
  await expect(page.getByText('2 not ours').first()).toBeVisible();
});

test('a stranger who is known is adopted with a note', async () => {
  const { page } = admin;
  await page.goto(`/admin/servers/${serverId}`);
  await expect(users(page).getByText(/2 not ours/)).toBeVisible();
  await users(page).getByRole('button', { name: 'Adopt monitoring' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Adopt' }).click();
  await expect(dialog.getByText('Say whose it is, in a few words.')).toBeVisible();
  admin.expectComplaint(/400 \(Bad Request\)/);
  await dialog.getByLabel('Whose it is').fill('the zabbix of rack 7');
  await dialog.getByRole('button', { name: 'Adopt' }).click();
  await expect(users(page).getByText(/the zabbix of rack 7/)).toBeVisible();
});

test('a stranger who is not is removed once his name is typed', async () => {
  const { page } = admin;
  await users(page).getByRole('button', { name: 'Remove backdoor' }).click();
  const dialog = page.getByRole('alertdialog');
  await expect(dialog.getByRole('button', { name: 'Remove user' })).toBeDisabled();
  await dialog.getByLabel('Type backdoor').fill('backdoor');
  await dialog.getByLabel('Why').fill('nobody knows it');
  await dialog.getByRole('button', { name: 'Remove user' }).click();
  const row = users(page).getByRole('listitem').filter({ hasText: 'backdoor' });
  await expect(row.getByText('gone', { exact: true })).toBeVisible({ timeout: 60_000 });
});

test('and then the server is cleared by itself', async () => {
  const { page } = admin;
  await page.goto(`/servers/${serverId}`);
  const card = page.getByRole('region', { name: 'Hand-over' });
  await expect(card.getByText('cleared', { exact: true })).toBeVisible({ timeout: 60_000 });
  await expect(card.getByText('IPMI has no virtual media.')).toBeVisible();
});
