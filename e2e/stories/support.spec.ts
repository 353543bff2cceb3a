/** What support does with a customer on the line: find, give, look, revoke; and that the customer sees it. */
import { expect } from '@playwright/test';
import { consolePageOf } from '../pages/console-page.ts';
import { openServerPage } from '../pages/server-page.ts';
import { powerStatusAs, powerStatusAtBmc, userTable } from '../witness/ipmitool.ts';
import { anna, sam, test, tomas } from './stage.ts';
import type { Visitor } from './visitor.ts';

test.describe.configure({ mode: 'serial' });

let support: Visitor;

test.beforeAll(async ({ stage }) => {
  await stage.clearAccess('gpu-01');
  await stage.clearAccess('mail-03');
  support = await stage.visit(sam);
});

test.afterAll(async () => {
  await support.leave();
});

for (const [what, words] of [
  ['its name', 'gpu-0'],
  ['its IP address', '198.51.100.57'],
  ['its tenant', 'Acme'],
] as const) {
  test(`support finds a server by ${what}`, async () => {
    const { page } = support;
    await page.goto('/support');
    await page.getByRole('searchbox').fill(words);
    await expect(
      page.getByRole('list', { name: 'Found' }).getByRole('link', { name: 'gpu-01' }).first(),
    ).toBeVisible();
  });
}

test('permanent access needs a reason, a ticket and a day of review, and then works', async ({ stage }) => {
  const { page } = support;
  const serverId = await stage.serverId('gpu-01');
  const serverPage = await openServerPage(page, serverId, 'gpu-01');
  await serverPage.access.getByRole('button', { name: 'Give access' }).click();
  const dialog = page.getByRole('dialog', { name: 'Give Acme Analytics access to gpu-01' });
  await dialog.getByRole('radio', { name: 'Permanent' }).check();
  const give = dialog.getByRole('button', { name: 'Give access' });
  await give.click();
  await expect(dialog.getByLabel('Review on')).toBeFocused();
  await dialog.getByLabel('Review on').fill('2030-01-31');
  await dialog.getByLabel('Reason').fill('Monitors its own fans');
  await give.click();
  await expect(dialog.getByLabel('Ticket number')).toBeFocused();
  await dialog.getByLabel('Ticket number').fill('4711');
  await give.click();
  await expect(serverPage.access.getByText('Permanent access, until somebody ends it')).toBeVisible();
  const login = await stage.liveAccount(serverId);
  expect((await powerStatusAtBmc(login)).succeeded).toBe(true);
  await expect(serverPage.access.getByText('Locked to no address yet: nothing passes.')).toBeVisible();
  await expect(serverPage.access.getByRole('button', { name: 'Reveal password' })).toHaveCount(0);
});

test('the tenant finds the permanent access on his page, with its reason, and locks it to where he is', async ({
  stage,
}) => {
  const tenant = await stage.visit(tomas);
  const serverPage = await openServerPage(tenant.page, await stage.serverId('gpu-01'), 'gpu-01');
  await expect(serverPage.access.getByText('Permanent access')).toBeVisible();
  await expect(serverPage.access.getByText('Monitors its own fans')).toBeVisible();
  const login = await stage.liveAccount(await stage.serverId('gpu-01'));
  expect(await serverPage.reveal()).toBe(login.password);
  expect((await powerStatusAs(login)).succeeded).toBe(false);
  await serverPage.access.getByRole('button', { name: 'Use my current address' }).click();
  await expect(serverPage.access.getByText('Works from 127.0.0.1 only.')).toBeVisible();
  expect((await powerStatusAs(login)).succeeded).toBe(true);
  await tenant.leave();
});

test('support revokes from the list of grants, and the account is gone', async ({ stage }) => {
  const { page } = support;
  const login = await stage.liveAccount(await stage.serverId('gpu-01'));
  await page.goto('/support/grants');
  const row = page.getByRole('row').filter({ hasText: 'gpu-01' });
  await expect(row.getByText('active')).toBeVisible();
  await expect(row.getByText('ticket 4711')).toBeVisible();
  await row.getByRole('button', { name: 'Revoke' }).click();
  const question = page.getByRole('alertdialog', { name: 'This ends access to gpu-01 at once' });
  await expect(question.getByRole('button', { name: 'Revoke' })).toBeDisabled();
  await question.getByLabel('Why').fill('Contract ended');
  await question.getByRole('button', { name: 'Revoke' }).click();
  await expect(question).toBeHidden();
  const gone = `select 1 from access_grant where state = 'revoked' and ticket_number = '4711' and proof is not null`;
  await expect.poll(() => stage.ask(gone)).toHaveLength(1);
  expect((await powerStatusAtBmc(login)).succeeded).toBe(false);
  expect([...(await userTable(stage.server('gpu-01'))).values()]).not.toContain(login.username);
});

test('support says why before it looks at a tenant’s screen, and the tenant reads it', async ({ stage }) => {
  const { page } = support;
  const serverId = await stage.serverId('mail-03');
  await page.goto(`/servers/${serverId}/console`);
  await page.getByLabel('Why').fill('Ticket 4712: mail queue stuck');
  await page.getByRole('button', { name: 'Open the console' }).click();
  const consolePage = consolePageOf(page, 'mail-03');
  await consolePage.untilLive('guacd');
  await page.getByRole('link', { name: /Back to/ }).click();
  const tenant = await stage.visit(anna);
  await tenant.page.goto(`/servers/${serverId}/activity`);
  const line = tenant.page.getByRole('listitem').filter({ hasText: 'Sam Okafor opened the console' }).first();
  await expect(line.getByText('staff')).toBeVisible();
  await expect(tenant.page.getByText('Ticket 4712: mail queue stuck').first()).toBeVisible();
  await tenant.leave();
});

test('support cannot open the pages of administrators', async () => {
  const { page } = support;
  for (const address of ['/admin', '/admin/people', '/admin/audit']) {
    const answer = await page.goto(address);
    expect(answer?.status(), address).not.toBe(200);
  }
  support.expectComplaint(/404 \(Not Found\)|403 \(Forbidden\)/);
});
