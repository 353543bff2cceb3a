/** Access that ends the hard way: its BMC is unplugged, its person is disabled. */
import { expect } from '@playwright/test';
import { consolePageOf } from '../pages/console-page.ts';
import { openServerPage } from '../pages/server-page.ts';
import { powerStatusAtBmc, userTable } from '../witness/ipmitool.ts';
import { alex, anna, type Stage, sam, test, tomas } from './stage.ts';

test('a BMC that is unplugged at the deadline: console cut, overdue for staff, proven gone when it is back', async ({
  stage,
}) => {
  test.setTimeout(240_000);
  await stage.clearAccess('db-02');
  const server = stage.server('db-02');
  const serverId = await stage.serverId('db-02');
  const tenant = await stage.visit(tomas);
  const serverPage = await openServerPage(tenant.page, serverId, 'db-02');
  await serverPage.request({ duration: '15 s' });
  await serverPage.untilActive();
  const login = await stage.liveAccount(serverId);
  await serverPage.console.click();
  const consolePage = consolePageOf(tenant.page, 'db-02');
  await consolePage.untilLive('guacd');
  server.unplug();
  try {
    expect(await consolePage.untilClosed()).toBe('Your access time is over.');
    await tenant.page.getByRole('link', { name: 'Back to the server' }).click();
    await expect(serverPage.access.getByText('The account is being removed.')).toBeVisible();
    // Two minutes pass for the database.
    await stage.ask(
      `update access_grant set starts_at = starts_at - interval '3 min', ends_at = ends_at - interval '3 min'
       where server_id = $1 and state = 'revoking'`,
      [serverId],
    );
    await expect(serverPage.access.getByText('The account could not be removed yet')).toBeVisible({
      timeout: 30_000,
    });
    const support = await stage.visit(sam);
    await support.page.goto('/support/grants');
    await expect(support.page.getByRole('row').nth(1)).toContainText('db-02');
    await expect(support.page.getByRole('row').nth(1)).toContainText('removal overdue');
    await support.leave();
    const admin = await stage.visit(alex);
    await admin.page.goto('/admin');
    await expect(admin.page.getByRole('main')).toContainText('db-02');
    await admin.leave();
    // The broker looks every few seconds; once the BMC is back there is nothing left to tell.
    await expect.poll(() => overdueEvents(stage, serverId)).toHaveLength(1);
  } finally {
    server.plugIn();
  }
  await expect(serverPage.access.getByText('account removed and checked')).toBeVisible({ timeout: 120_000 });
  expect((await powerStatusAtBmc(login)).succeeded).toBe(false);
  expect([...(await userTable(server)).values()]).not.toContain(login.username);
  expect(await overdueEvents(stage, serverId)).toHaveLength(1);
  await tenant.leave();
});

test('a tenant who is disabled loses console, account, sign-in and door at once', async ({ stage }) => {
  await stage.clearAccess('web-07');
  const server = stage.server('web-07');
  const serverId = await stage.serverId('web-07');
  const tenant = await stage.visit(anna);
  const serverPage = await openServerPage(tenant.page, serverId, 'web-07');
  await serverPage.request({ duration: '1 h' });
  await serverPage.untilActive();
  const login = await stage.liveAccount(serverId);
  await serverPage.console.click();
  const consolePage = consolePageOf(tenant.page, 'web-07');
  await consolePage.untilLive('guacd');

  const admin = await stage.visit(alex);
  await admin.page.goto('/admin/people');
  await admin.page.getByRole('button', { name: 'Disable Anna Berg' }).click();
  const question = admin.page.getByRole('alertdialog', { name: /signs Anna Berg out/ });
  await question.getByLabel('Why').fill('Left the company');
  await question.getByRole('button', { name: 'Disable' }).click();
  await expect(question).toBeHidden();

  try {
    // The console says it, and the page then goes to the sign-in by itself, which says it too.
    await expect(
      tenant.page.getByText(/You were signed out|Support ended this access/).first(),
    ).toBeVisible();
    const gone = `select 1 from access_grant
      where server_id = $1 and end_cause = 'user-disabled' and proof is not null`;
    await expect.poll(() => stage.ask(gone, [serverId])).toHaveLength(1);
    expect((await powerStatusAtBmc(login)).succeeded).toBe(false);
    expect([...(await userTable(server)).values()]).not.toContain(login.username);
    const [row] = await stage.ask(
      'select close_reason from console_session where user_id = (select id from app_user where email = $1) order by opened_at desc limit 1',
      [anna],
    );
    expect(['viewer-signed-out', 'grant-revoked']).toContain(row?.close_reason);
    const door = await tenant.context.newPage();
    await door.goto(`/servers/${serverId}`);
    await expect(door).toHaveURL(/\/sign-in/);
    tenant.expectComplaint(/401 \(Unauthorized\)/);
    await tenant.leave();
  } finally {
    await admin.page.getByRole('button', { name: 'Enable Anna Berg' }).click();
    await expect(admin.page.getByRole('button', { name: 'Disable Anna Berg' })).toBeVisible();
  }
  await admin.leave();
});

/** What the audit log holds of the server's newest grant being overdue. */
function overdueEvents(stage: Stage, serverId: string): Promise<unknown[]> {
  return stage.ask(
    `select 1 from audit_event where type = 'grant.revocation-overdue' and grant_id =
       (select id from access_grant where server_id = $1 order by requested_at desc limit 1)`,
    [serverId],
  );
}
