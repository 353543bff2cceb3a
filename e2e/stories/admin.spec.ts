/** What an administrator does: a server and its BMC, the test of it, the audit log and its proof. */
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { expect, type Page } from '@playwright/test';
import { type Fleet, startFleet } from '@postern/bmc/testing';
import { alex, test } from './stage.ts';
import type { Visitor } from './visitor.ts';

test.describe.configure({ mode: 'serial' });

const bmcPassword = 'Right-Password-7';
/** Another in each run: a name is taken once. */
const name = `spare-${process.pid}`;
let admin: Visitor;
let fleet: Fleet;
let port: number;

test.beforeAll(async ({ stage }) => {
  port = await freeUdpPort();
  const users = [{ slot: 2, name: 'admin', password: bmcPassword, privilege: 'administrator' as const }];
  fleet = await startFleet([
    { name, bmc: { host: '127.0.0.1', port }, users, habit: 'supermicro', initialPower: 'on' },
  ]);
  admin = await stage.visit(alex);
  admin.expectComplaint(/400 \(Bad Request\)|409 \(Conflict\)/);
});

test.afterAll(async () => {
  await fleet.close();
  await admin.leave();
});

test('the form for a server tells what is wrong, field by field, and then adds it', async () => {
  const { page } = admin;
  await page.goto('/admin/servers/new');
  await page.getByLabel('Name').fill('spare 01');
  await page.getByLabel('IP addresses').fill('203.0.113.300');
  await page.getByRole('button', { name: 'Add server' }).click();
  await expect(page.getByText('Letters, digits, dots and dashes.')).toBeVisible();
  await expect(page.getByText('An IPv4 or IPv6 address.')).toBeVisible();
  await page.getByLabel('Name').fill(name);
  await page.getByLabel('IP addresses').fill('203.0.113.99');
  await page.getByLabel('Rack').fill('A12');
  await page.getByLabel('Tenant').selectOption('Acme Analytics');
  await page.getByRole('button', { name: 'Add server' }).click();
  await expect(page.getByRole('heading', { name, level: 1 })).toBeVisible();
});

test('a name that is taken is refused beside its field', async () => {
  const visitor = admin;
  const { page } = visitor;
  const added = page.url();
  await page.goto('/admin/servers/new');
  await page.getByLabel('Name').fill(name);
  await page.getByLabel('Rack').fill('A12');
  await page.getByRole('button', { name: 'Add server' }).click();
  await expect(page.getByText('This name is taken.').first()).toBeVisible();
  await page.goto(added);
});

test('the form for a BMC refuses what is no address, no port, no login', async () => {
  const { page } = admin;
  await fillBmc(page, { host: 'https://10.0.0.1/', port: '70000', username: '', password: '' });
  await page.getByRole('button', { name: 'Set up BMC' }).click();
  await expect(page.getByText('A number from 1 to 65535.').first()).toBeVisible();
  await fillBmc(page, { host: 'https://10.0.0.1/', port: '623', username: '', password: '' });
  await page.getByRole('button', { name: 'Set up BMC' }).click();
  await expect(page.getByText('An IP address or a host name, without a port.')).toBeVisible();
});

test('a BMC that nobody answers for fails the test at its first step', async () => {
  const { page } = admin;
  const closed = await freeUdpPort();
  await fillBmc(page, { host: '127.0.0.1', port: String(closed), username: 'admin', password: 'whatever' });
  await page.getByRole('button', { name: 'Set up BMC' }).click();
  await expectTest(page, 'failed', ['failed', 'skipped', 'skipped', 'skipped']);
});

test('a wrong stored password fails the test at the login, in words to act on', async () => {
  const { page } = admin;
  await fillBmc(page, { host: '127.0.0.1', port: String(port), username: 'admin', password: 'wrong' });
  await page.getByRole('button', { name: 'Save BMC' }).click();
  await expectTest(page, 'failed', ['done', 'failed', 'skipped', 'skipped']);
});

test('the right password passes all four steps, and never comes back to the page', async () => {
  const { page } = admin;
  await page.getByRole('button', { name: 'Replace login' }).click();
  await fillBmc(page, { host: '127.0.0.1', port: String(port), username: 'admin', password: bmcPassword });
  await page.getByRole('button', { name: 'Save BMC' }).click();
  await expectTest(page, 'passed', ['done', 'done', 'done', 'done']);
  await page.reload();
  await expect(page.getByText('stored').first()).toBeVisible();
  expect(await page.content()).not.toContain(bmcPassword);
});

test('the audit log narrows by event, server and person', async () => {
  const { page } = admin;
  await page.goto('/admin/audit');
  const events = page.getByRole('list', { name: 'Events, newest first' }).getByRole('listitem');
  await page.getByLabel('Event', { exact: true }).selectOption('bmc.created');
  await page.getByLabel('Server', { exact: true }).fill(name);
  await expect(events).toHaveCount(1);
  await expect(events.first()).toContainText('Alex Novak set the BMC up');
  await page.getByLabel('By', { exact: true }).fill('Nobody');
  await expect(page.getByText('Nothing fits')).toBeVisible();
  await page.getByRole('button', { name: 'Clear filters' }).click();
  await expect(events.nth(5)).toBeVisible();
});

test('verify walks the whole chain and says that it is intact', async ({ stage }) => {
  const { page } = admin;
  await page.getByRole('button', { name: 'Verify' }).click();
  const [row] = await stage.ask('select count(*)::int as rows from audit_event');
  const verdict = page.getByRole('region', { name: 'Verification' }).getByRole('status').first();
  await expect(verdict).toContainText(/intact: [\d\u00a0]+ rows/);
  const told = Number(
    (await verdict.innerText()).match(/intact: ([\d\u00a0]+) rows/)?.[1]?.replaceAll(/\D/g, ''),
  );
  expect(told).toBeGreaterThan(10);
  expect(told).toBeLessThanOrEqual(Number(row?.rows));
});

type BmcDraft = { host: string; port: string; username: string; password: string };

async function fillBmc(page: Page, { host, port: at, username, password }: BmcDraft): Promise<void> {
  const form = page.getByRole('region', { name: 'BMC', exact: true });
  await form.getByLabel('Address', { exact: true }).fill(host);
  await form.getByLabel('IPMI port', { exact: true }).fill(at);
  await form.getByLabel('User name').fill(username);
  await form.getByLabel('Password', { exact: true }).first().fill(password);
}

/** Runs the test of the BMC and reads its four ticks. */
async function expectTest(page: Page, verdict: string, steps: readonly string[]): Promise<void> {
  await expect(page.getByText('The BMC is saved').first()).toBeVisible();
  const test = page.getByRole('region', { name: 'Test' });
  await test.getByRole('button', { name: 'Test BMC' }).click();
  const ticks = test.getByRole('list', { name: 'Steps of the test' }).getByRole('listitem');
  await expect(ticks).toHaveText(
    steps.map((state) => new RegExp(`, ${state}`)),
    { timeout: 30_000 },
  );
  await expect(test.getByText(verdict, { exact: true })).toBeVisible();
}

async function freeUdpPort(): Promise<number> {
  const socket = createSocket('udp4').bind(0, '127.0.0.1');
  await once(socket, 'listening');
  const { port: free } = socket.address();
  await new Promise<void>((resolve) => socket.close(() => resolve()));
  return free;
}
