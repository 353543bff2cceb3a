/** What a hoster decides about access, and what its tenant sees of it: approval, blocks, the coming end, reviews. */
import { expect } from '@playwright/test';
import { openServerPage } from '../pages/server-page.ts';
import { alex, anna, sam, test } from './stage.ts';
import type { Visitor } from './visitor.ts';

test.describe.configure({ mode: 'serial' });

const name = 'edge-11';
let tenant: Visitor;
let support: Visitor;

test.beforeAll(async ({ stage }) => {
  await stage.clearAccess(name);
  await stage.ask('delete from access_block');
  tenant = await stage.visit(anna);
  support = await stage.visit(sam);
});

test.afterAll(async ({ stage }) => {
  await stage.ask('delete from access_policy where server_id = (select id from server where name = $1)', [
    name,
  ]);
  await tenant.leave();
  await support.leave();
});

const ofServer = 'server_id = (select id from server where name = $1)';

test('an admin lets a server want approval, and sees who says what', async ({ stage }) => {
  const admin = await stage.visit(alex);
  const { page } = admin;
  await page.goto(`/admin/servers/${await stage.serverId(name)}`);
  await page.getByRole('button', { name: `Change policy of ${name}` }).click();
  const dialog = page.getByRole('dialog', { name: `Access policy of ${name}` });
  await dialog.getByRole('checkbox', { name: 'Own: who allows a request' }).check();
  await dialog.getByRole('radio', { name: 'Support' }).check();
  await dialog.getByRole('checkbox', { name: 'Own: grace for open consoles' }).check();
  await dialog.getByLabel('Grace for open consoles', { exact: true }).fill('5');
  await dialog.getByRole('button', { name: 'Change policy' }).click();
  await expect(dialog).toBeHidden();
  const card = page.getByRole('region', { name: 'Access policy' });
  await expect(card.getByText('support decides')).toBeVisible();
  await expect(card.getByText('from this server')).toHaveCount(2);
  await expect(card.getByText(/^from site /).first()).toBeVisible();
  await admin.leave();
});

test('a request waits, and the tenant can take it back', async ({ stage }) => {
  const serverPage = await openServerPage(tenant.page, await stage.serverId(name), name);
  await serverPage.access.getByRole('button', { name: 'Request IPMI access' }).click();
  await expect(serverPage.access.getByText('Support decides on this request')).toBeVisible();
  await serverPage.access.getByRole('button', { name: 'Withdraw' }).click();
  await tenant.page.getByRole('alertdialog').getByRole('button', { name: 'Withdraw' }).click();
  await expect(serverPage.access.getByText(/Request withdrawn/)).toBeVisible();
});

test('support declines with a reason that the tenant reads', async ({ stage }) => {
  const serverPage = await openServerPage(tenant.page, await stage.serverId(name), name);
  await serverPage.access.getByRole('button', { name: 'Request IPMI access' }).click();
  await expect(serverPage.access.getByText('waits for approval')).toBeVisible();
  const { page } = support;
  await page.goto('/support/grants?show=waiting');
  const row = page.getByRole('row').filter({ hasText: name });
  await row.getByRole('button', { name: /Decline/ }).click();
  const dialog = page.getByRole('dialog', { name: `Decline access to ${name}` });
  await dialog.getByLabel('Why').fill('The rack is being moved tonight.');
  await dialog.getByRole('button', { name: 'Decline' }).click();
  await expect(page.getByText('Nothing to approve')).toBeVisible();
  await expect(serverPage.access.getByText('The rack is being moved tonight.')).toBeVisible();
});

test('support approves from the list, and the access is made', async ({ stage }) => {
  const serverPage = await openServerPage(tenant.page, await stage.serverId(name), name);
  await serverPage.access.getByRole('button', { name: 'Request IPMI access' }).click();
  await expect(serverPage.access.getByText('waits for approval')).toBeVisible();
  const { page } = support;
  await page.goto('/support/grants?show=waiting');
  await page
    .getByRole('row')
    .filter({ hasText: name })
    .getByRole('button', { name: /Approve/ })
    .click();
  await serverPage.untilActive();
});

test('the coming end is shown with the extension beside, and an open console may finish', async ({
  stage,
}) => {
  const serverPage = await openServerPage(tenant.page, await stage.serverId(name), name);
  const { access } = serverPage;
  await expect(access.getByText(/Access ends in less than/)).toHaveCount(0);
  await stage.ask(
    `update access_grant set ends_at = now() + interval '9 minutes' where state = 'active' and ${ofServer}`,
    [name],
  );
  const notice = access.getByText('Access ends in less than 10 minutes');
  await expect(notice).toBeVisible();
  await expect(access.getByRole('button', { name: 'Extend' })).toHaveCount(2);
  await access.getByRole('checkbox', { name: 'Let an open console finish' }).check();
  await expect(access.getByText('A console that is open then may go on for a while')).toBeVisible();
  const [grant] = await stage.ask(
    `select grace_seconds from access_grant where state = 'active' and ${ofServer}`,
    [name],
  );
  expect(grant).toEqual({ grace_seconds: 300 });
});

test('a block refuses new access in words, and ends what lives where that is asked for', async ({
  stage,
}) => {
  const supportPage = await openServerPage(support.page, await stage.serverId(name), name);
  const serverPage = await openServerPage(tenant.page, await stage.serverId(name), name);
  await supportPage.access.getByRole('button', { name: /Block access/ }).click();
  const dialog = support.page.getByRole('dialog', { name: `This refuses new access to ${name}` });
  await dialog.getByLabel('In words').fill('Invoice 2026-77 is open.');
  await dialog.getByRole('checkbox', { name: 'End live access at once' }).check();
  await dialog.getByRole('button', { name: 'Block access' }).click();
  await expect(serverPage.access.getByText('Invoice 2026-77 is open.')).toBeVisible();
  await expect(serverPage.access.getByText(/the server was blocked/)).toBeVisible();
  await expect(serverPage.access.getByRole('button', { name: 'Request IPMI access' })).toHaveCount(0);
  await supportPage.access.getByRole('button', { name: 'Lift block' }).click();
  await expect(serverPage.access.getByRole('button', { name: 'Request IPMI access' })).toBeVisible({
    timeout: 60_000,
  });
});

test('permanent access whose review has passed is confirmed until another day', async ({ stage }) => {
  const { page } = support;
  const serverPage = await openServerPage(page, await stage.serverId(name), name);
  await serverPage.access.getByRole('button', { name: 'Give access' }).click();
  const dialog = page.getByRole('dialog', { name: new RegExp(`access to ${name}`) });
  await dialog.getByRole('radio', { name: 'Permanent' }).check();
  await dialog.getByLabel('Review on').fill('2030-01-31');
  await dialog.getByLabel('Reason').fill('Watches its own fans');
  await dialog.getByLabel('Ticket number').fill('4712');
  await dialog.getByRole('button', { name: 'Give access' }).click();
  await expect(serverPage.access.getByText('Permanent access, until somebody ends it')).toBeVisible();
  await stage.ask(
    `update access_grant set review_at = now() - interval '1 day' where permanent and state = 'active' and ${ofServer}`,
    [name],
  );
  await page.goto('/support/grants?show=review');
  const row = page.getByRole('row').filter({ hasText: name });
  await row.getByRole('button', { name: /Confirm until/ }).click();
  const confirm = page.getByRole('dialog', { name: new RegExp(`keeps permanent access to ${name}`) });
  await confirm.getByLabel('Review again on').fill('2031-06-30');
  await confirm.getByRole('button', { name: 'Confirm' }).click();
  await expect(page.getByText('Nothing to review')).toBeVisible();
  await stage.clearAccess(name);
});
