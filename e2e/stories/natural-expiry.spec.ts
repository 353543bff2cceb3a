/** A grant that nobody ends: the clock does, and everything of it is gone. */
import { expect } from '@playwright/test';
import { consolePageOf } from '../pages/console-page.ts';
import { openServerPage } from '../pages/server-page.ts';
import { powerStatusAs, powerStatusAtBmc, userTable } from '../witness/ipmitool.ts';
import { test, tomas } from './stage.ts';

test('at its deadline access ends by itself: console cut with a reason, ipmitool refused, slot empty', async ({
  stage,
}) => {
  await stage.clearAccess('db-02');
  const server = stage.server('db-02');
  const serverId = await stage.serverId('db-02');
  const visitor = await stage.visit(tomas);
  const serverPage = await openServerPage(visitor.page, serverId, 'db-02');
  await serverPage.request({ duration: '15 s' });
  await serverPage.untilActive();
  const login = await stage.liveAccount(serverId);
  expect((await powerStatusAs(login)).succeeded).toBe(true);
  await serverPage.console.click();
  const consolePage = consolePageOf(visitor.page, 'db-02');
  await consolePage.untilLive('guacd');
  expect(await consolePage.untilClosed()).toBe('Your access time is over.');
  await visitor.page.getByRole('link', { name: 'Back to the server' }).click();
  await serverPage.untilEnded();
  expect((await powerStatusAtBmc(login)).succeeded).toBe(false);
  expect([...(await userTable(server)).values()]).not.toContain(login.username);
  await expect(serverPage.access.getByText('Why: its time was over.')).toBeVisible();
  const [row] = await stage.ask(
    `select s.close_reason, extract(epoch from s.closed_at - g.ends_at)::float8 as late
     from console_session s join access_grant g on g.id = s.grant_id
     where g.server_id = $1 order by s.opened_at desc limit 1`,
    [serverId],
  );
  expect(row?.close_reason).toBe('grant-expired');
  // Its timer runs on another clock than the deadline's: some milliseconds early is on time.
  expect(row?.late).toBeGreaterThan(-0.5);
  await visitor.leave();
});
