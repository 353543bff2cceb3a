/** The console where no guacd answers: the broker draws on VNC itself, and people see the same screen. */
import { expect } from '@playwright/test';
import { consolePageOf } from '../pages/console-page.ts';
import { expectSameScreen, screenOf, startBootMenu } from '../pages/screen-of.ts';
import { openServerPage } from '../pages/server-page.ts';
import { anna, test } from './stage.ts';

test('without guacd the direct engine shows the machine’s own screen, and a key moves it', async ({
  stage,
}) => {
  const { guacdPid } = stage.facts;
  if (guacdPid !== undefined) process.kill(-guacdPid, 'SIGTERM');
  await stage.clearAccess('web-07');
  const server = stage.server('web-07');
  const visitor = await stage.visit(anna);
  await startBootMenu(server, visitor.context);
  const serverId = await stage.serverId('web-07');
  const serverPage = await openServerPage(visitor.page, serverId, 'web-07');
  await serverPage.request({ duration: '5 min' });
  await serverPage.untilActive();
  await stage.liveAccount(serverId);
  await serverPage.console.click();
  const consolePage = consolePageOf(visitor.page, 'web-07');
  await consolePage.untilLive('direct');
  await expectSameScreen(consolePage, server);
  const before = await screenOf(server);
  await consolePage.press('ArrowDown');
  await expect.poll(async () => (await consolePage.compare(before)).different).toBeGreaterThan(0.01);
  await expectSameScreen(consolePage, server);
  await stage.clearAccess('web-07');
  expect(await consolePage.untilClosed()).toBe('Support ended this access.');
  await visitor.leave();
});
