/** The console in the page: it shows the machine's real screen, its keys arrive, and it closes with its grant. */
import { expect } from '@playwright/test';
import { type ConsolePage, consolePageOf } from '../pages/console-page.ts';
import { expectSameScreen, screenOf, startBootMenu } from '../pages/screen-of.ts';
import { openServerPage } from '../pages/server-page.ts';
import { powerStatusAtBmc } from '../witness/ipmitool.ts';
import { anna, test } from './stage.ts';
import type { Visitor } from './visitor.ts';

test.describe.configure({ mode: 'serial' });

let visitor: Visitor;
let consolePage: ConsolePage;

test.beforeAll(async ({ stage }) => {
  await stage.clearAccess('web-07');
  const server = stage.server('web-07');
  visitor = await stage.visit(anna);
  await startBootMenu(server, visitor.context);
});

test.afterAll(async () => {
  await visitor.leave();
});

test('the console opens through guacd and shows the machine’s own screen', async ({ stage }) => {
  const { page } = visitor;
  const serverPage = await openServerPage(page, await stage.serverId('web-07'), 'web-07');
  await serverPage.request({ duration: '1 h' });
  await serverPage.untilActive();
  await stage.liveAccount(await stage.serverId('web-07'));
  await serverPage.console.click();
  consolePage = consolePageOf(page, 'web-07');
  await consolePage.untilLive('guacd');
  await expectSameScreen(consolePage, stage.server('web-07'));
});

test('a key pressed in the console moves the boot menu of the machine', async ({ stage }) => {
  const server = stage.server('web-07');
  const before = await screenOf(server);
  await consolePage.press('ArrowDown');
  await expect.poll(async () => (await consolePage.compare(before)).different).toBeGreaterThan(0.01);
  await expectSameScreen(consolePage, server);
});

test('the console tells how long it still has, and can show the screen pixel by pixel', async () => {
  const { page } = visitor;
  await expect(page.getByText(/left (59 min|1 h)/)).toBeVisible();
  await page.getByRole('button', { name: '1:1' }).click();
  const canvas = page.locator('canvas').first();
  const drawn = await canvas.evaluate((element: HTMLCanvasElement) => element.width);
  await expect.poll(async () => (await canvas.boundingBox())?.width).toBe(drawn);
  await page.getByRole('button', { name: 'Fit' }).click();
});

test('Ctrl-Alt-Del asks first, and then restarts the machine', async ({ stage }) => {
  const { page } = visitor;
  const server = stage.server('web-07');
  const before = await screenOf(server);
  await page.getByRole('button', { name: 'Ctrl-Alt-Del' }).click();
  const question = page.getByRole('alertdialog', { name: 'This may restart web-07 at once' });
  await question.getByRole('button', { name: 'Send Ctrl-Alt-Del' }).click();
  await expect.poll(async () => (await consolePage.compare(before)).different).toBeGreaterThan(0.01);
});

test('the serial console of the same server speaks in the page', async () => {
  const { page } = visitor;
  await page.getByRole('button', { name: 'Serial' }).click();
  await consolePage.untilLive('serial over LAN');
  // A menu that was drawn before the serial console opened is not drawn again; its countdown is.
  const menu = /Debian GNU\/Linux 12|executed\s+automatically/;
  await expect(page.locator('.xterm-accessibility')).toContainText(menu, { timeout: 40_000 });
  await page.getByRole('button', { name: 'Screen', exact: true }).click();
  await consolePage.untilLive('guacd');
});

test('ending the access closes the console at once, and it says why', async ({ stage }) => {
  const other = await stage.visit(anna);
  const login = await stage.liveAccount(await stage.serverId('web-07'));
  const serverPage = await openServerPage(other.page, await stage.serverId('web-07'), 'web-07');
  await serverPage.access.getByRole('button', { name: 'End now' }).click();
  await other.page.getByRole('alertdialog').getByRole('button', { name: 'End now' }).click();
  expect(await consolePage.untilClosed()).toBe('Access was ended by its owner.');
  await expect(visitor.page.getByRole('button', { name: 'Reconnect' })).toHaveCount(0);
  await serverPage.untilEnded();
  expect((await powerStatusAtBmc(login)).succeeded).toBe(false);
  const [row] = await stage.ask(
    'select close_reason, engine from console_session order by opened_at desc limit 1',
  );
  expect(row).toEqual({ close_reason: 'grant-ended', engine: 'guacd' });
  await other.leave();
});
