/** What a tenant does on a bad day, from the sign-in to the proof that his access is gone. */
import { expect } from '@playwright/test';
import { openServerPage, type ServerPage } from '../pages/server-page.ts';
import {
  asBmcAdmin,
  pasteIntoTerminal,
  powerStatusAs,
  powerStatusAtBmc,
  type TenantLogin,
  userTable,
} from '../witness/ipmitool.ts';
import { waitForSerialText } from '../witness/serial-text.ts';
import { anna, test } from './stage.ts';
import type { Visitor } from './visitor.ts';

test.describe.configure({ mode: 'serial' });

let visitor: Visitor;
let serverPage: ServerPage;
let login: TenantLogin;

test.beforeAll(async ({ stage }) => {
  await stage.clearAccess('web-07');
  visitor = await stage.visit(anna);
});

test.afterAll(async () => {
  await visitor.leave();
});

test('a tenant sees his own servers and nobody else’s', async () => {
  const { page } = visitor;
  await page.goto('/servers');
  await expect(page.getByRole('heading', { name: 'My servers' })).toBeVisible();
  const names = page
    .getByRole('main')
    .getByRole('listitem')
    .getByRole('link', { name: /^\w+-\d+$/ });
  await expect(names).toHaveText(['edge-11', 'mail-03', 'web-07']);
});

test('the list follows a machine that is switched from outside, without a reload', async ({ stage }) => {
  const { page } = visitor;
  const server = stage.server('web-07');
  const row = page.getByRole('listitem').filter({ hasText: 'web-07' });
  await expect(row.getByText('on', { exact: true })).toBeVisible();
  await page.evaluate(() => document.body.setAttribute('data-not-reloaded', ''));
  await asBmcAdmin(server, 'chassis', 'power', 'off');
  await expect(row.getByText('off', { exact: true })).toBeVisible();
  await asBmcAdmin(server, 'chassis', 'power', 'on');
  await expect(row.getByText('on', { exact: true })).toBeVisible();
  await expect(page.locator('body[data-not-reloaded]')).toBeAttached();
});

test('requested access is made in steps that the page tells, and works for ipmitool', async ({ stage }) => {
  const { page } = visitor;
  const server = stage.server('web-07');
  serverPage = await openServerPage(page, await stage.serverId('web-07'), 'web-07');
  await expect(serverPage.access.getByLabel('Your address')).toHaveValue('127.0.0.1');
  const hurry = server.slowDown(); // made in half a second otherwise, too short to read
  try {
    await serverPage.request({ duration: '1 h', reason: 'The shop does not answer' });
    const steps = serverPage.access.getByRole('list', { name: 'Making access' }).getByRole('listitem');
    await expect(steps).toHaveText([/^Reserve an account/, /^Write it to the BMC/, /^Check that the login/]);
    await expect(steps.filter({ hasText: 'in progress' })).toHaveCount(1);
  } finally {
    hurry();
  }
  await serverPage.untilActive();
  login = await stage.liveAccount(await stage.serverId('web-07'));
  expect(login.port).not.toBe(server.facts.bmc.port);
  expect(await serverPage.copied('Address')).toBe(`127.0.0.1:${login.port}`);
  await expect(serverPage.access.getByText('Works from 127.0.0.1 only.')).toBeVisible();
  expect(await serverPage.copied('User')).toBe(login.username);
  expect([...(await userTable(server)).values()]).toContain(login.username);
});

test('the password is shown when asked for, and the pasted line works with it', async () => {
  await expect(serverPage.access.getByText(login.password)).toHaveCount(0);
  const password = await serverPage.reveal();
  expect(password).toBe(login.password);
  const line = await serverPage.copied('In a terminal (asks for the password)');
  expect(await pasteIntoTerminal(line, password)).toContain('Chassis Power is on');
  await expect(serverPage.access.getByText(/\d+ datagrams, last/)).toBeVisible();
  await serverPage.access.getByRole('button', { name: 'Hide password' }).click();
  await expect(serverPage.access.getByText(login.password)).toHaveCount(0);
});

test('a force restart asks first, and a double click sends one reset', async ({ stage }) => {
  const { machine } = stage.server('web-07');
  const pid = machine.pid();
  const { power, page } = serverPage;
  await power.getByRole('button', { name: 'Force restart' }).click();
  const question = page.getByRole('alertdialog', { name: 'This resets web-07 at once' });
  await question.getByRole('button', { name: 'Cancel' }).click();
  const before = resetsOf(machine);
  await power.getByRole('button', { name: 'Force restart' }).click();
  await question.getByRole('button', { name: 'Force restart' }).dblclick();
  await serverPage.untilDone('Force restart');
  expect(resetsOf(machine) - before).toBe(1);
  expect(machine.pid()).toBe(pid);
});

test('force off ends the machine and power on starts a new one', async ({ stage }) => {
  const { machine } = stage.server('web-07');
  const pid = machine.pid();
  await serverPage.operate('Force off');
  await serverPage.untilDone('Force off');
  await expect(serverPage.power.getByText('The server is off.').first()).toBeVisible();
  expect(machine.isRunning()).toBe(false);
  await serverPage.operate('Power on');
  await serverPage.untilDone('Power on');
  expect(machine.isRunning()).toBe(true);
  expect(machine.pid()).not.toBe(pid);
});

test('the CD as next boot device is pending, read back, and used once', async ({ stage }) => {
  const server = stage.server('web-07');
  const { boot } = serverPage;
  await boot.getByLabel('Start from').selectOption('CD');
  await boot.getByLabel('Firmware').selectOption('Legacy');
  await boot.getByRole('radio', { name: 'Once' }).check();
  await boot.getByRole('button', { name: 'Set next boot' }).click();
  await expect(boot.getByText('pending until the next start')).toBeVisible();
  const { output } = await asBmcAdmin(server, 'chassis', 'bootparam', 'get', '5');
  expect(output).toMatch(/Force Boot from CD\/DVD/);
  await waitForSerialText(server, /Rescue CD/, async () => {
    await serverPage.operate('Power cycle');
    await serverPage.untilDone('Power cycle');
  });
  await expect(boot.getByText('nothing is set')).toBeVisible();
});

test('access can be extended, and the page shows the later end', async ({ stage }) => {
  const endOf = async () => {
    const [row] = await stage.ask(`select ends_at from access_grant where state = 'active'`);
    return row?.ends_at instanceof Date ? row.ends_at.getTime() : Number.NaN;
  };
  const first = await endOf();
  await serverPage.access.getByRole('button', { name: 'Extend' }).click();
  await serverPage.page.getByRole('menuitem', { name: 'by 30 min' }).click();
  await expect(serverPage.access.getByText(/in 1 h 2\d min/)).toBeVisible();
  expect((await endOf()) - first).toBe(30 * 60_000);
});

test('ended access is refused to ipmitool, leaves no account, and the page gives the proof', async ({
  stage,
}) => {
  const server = stage.server('web-07');
  expect((await powerStatusAs(login)).succeeded).toBe(true);
  await serverPage.access.getByRole('button', { name: 'End now' }).click();
  const question = serverPage.page.getByRole('alertdialog', { name: 'This ends access to web-07 at once' });
  await question.getByRole('button', { name: 'End now' }).click();
  await serverPage.untilEnded();
  expect((await powerStatusAtBmc(login)).succeeded).toBe(false);
  expect([...(await userTable(server)).values()]).not.toContain(login.username);
  await serverPage.access.getByText('How that was checked').click();
  await expect(
    serverPage.access.getByText('A login with the old name and password was tried and refused'),
  ).toBeVisible();
});

test('the activity tells all of it', async ({ stage }) => {
  const { page } = visitor;
  await page.goto(`/servers/${await stage.serverId('web-07')}/activity`);
  const lines = page.getByRole('main').getByRole('listitem');
  for (const words of [
    /You asked for access for 60 min/,
    /Postern opened 127\.0\.0\.1:\d+ for the access/,
    /Postern made the access and checked that it works/,
    /You looked at the password/,
    /You asked to force a restart/,
    /Postern did it: force a restart/,
    /You asked to start from CD once/,
    /You extended the access by 30 min/,
    /You ended the access/,
    /Postern removed the account and checked that it is gone/,
  ]) {
    await expect(lines.filter({ hasText: words }).first()).toBeVisible();
  }
  await expect(lines.filter({ hasText: 'The shop does not answer' }).first()).toBeVisible();
});

function resetsOf(machine: { requests(): { what: string }[] }): number {
  return machine.requests().filter(({ what }) => what === 'reset').length;
}
