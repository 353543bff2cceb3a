/** Every page as people see it: wide and on a phone, light and dark. Pictures go to screenshots/, for eyes. */
import path from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';
import { consolePageOf } from '../pages/console-page.ts';
import { openServerPage } from '../pages/server-page.ts';
import { alex, anna, sam, test } from './stage.ts';

const pictures = path.resolve(import.meta.dirname, '../../screenshots');

const dresses = [
  { name: 'wide-light', viewport: { width: 1280, height: 900 }, colorScheme: 'light' },
  { name: 'wide-dark', viewport: { width: 1280, height: 900 }, colorScheme: 'dark' },
  { name: 'phone-light', viewport: { width: 390, height: 844 }, colorScheme: 'light' },
  { name: 'phone-dark', viewport: { width: 390, height: 844 }, colorScheme: 'dark' },
] as const;

/** Both layouts and both themes; each page takes the judge seconds. */
const judged = ['wide-light', 'phone-dark'];

/** `{server}` stands for the id of web-07. */
const pagesOf = {
  [anna]: {
    servers: '/servers',
    profile: '/profile',
    server: '/servers/{server}',
    hardware: '/servers/{server}/hardware',
    sensors: '/servers/{server}/sensors',
    events: '/servers/{server}/events',
    activity: '/servers/{server}/activity',
    'not-found': '/servers/00000000-0000-4000-8000-000000000000',
  },
  [sam]: {
    support: '/support',
    'support-grants': '/support/grants',
    'support-server': '/servers/{server}',
  },
  [alex]: {
    admin: '/admin',
    'admin-servers': '/admin/servers',
    'admin-sites': '/admin/sites',
    'admin-people': '/admin/people',
    'admin-audit': '/admin/audit',
  },
} as const;

for (const { name: dress, ...look } of dresses) {
  test(`the sign-in page can be read by everybody, ${dress}`, async ({ stage }) => {
    const visitor = await stage.stranger(look);
    await visitor.page.goto('/sign-in');
    await inspect(visitor.page, `sign-in-${dress}`);
    await visitor.leave();
  });

  for (const [person, pages] of Object.entries(pagesOf)) {
    test(`the pages of ${person} can be read by everybody, ${dress}`, async ({ stage }) => {
      const visitor = await stage.visit(person, look);
      const serverId = await stage.serverId('web-07');
      for (const [name, address] of Object.entries(pages)) {
        await visitor.page.goto(address.replace('{server}', serverId));
        await expect(visitor.page.getByRole('heading', { level: 1 })).toBeVisible();
        await inspect(visitor.page, `${name}-${dress}`);
      }
      visitor.expectComplaint(/404 \(Not Found\)/);
      await visitor.leave();
    });
  }
}

test('access in use and its console can be read by everybody, in every dress', async ({ stage }) => {
  await stage.clearAccess('edge-11');
  const serverId = await stage.serverId('edge-11');
  const first = await stage.visit(anna);
  const serverPage = await openServerPage(first.page, serverId, 'edge-11');
  await serverPage.request({ duration: '1 h', reason: 'Lost its network' });
  await serverPage.untilActive();
  await stage.liveAccount(serverId);
  await first.leave();
  for (const { name: dress, ...look } of dresses) {
    const visitor = await stage.visit(anna, look);
    const dressed = await openServerPage(visitor.page, serverId, 'edge-11');
    await dressed.untilActive();
    await inspect(visitor.page, `server-active-${dress}`);
    await dressed.power.getByRole('button', { name: 'Force off' }).click();
    await expect(visitor.page.getByRole('alertdialog')).toBeVisible();
    await inspect(visitor.page, `server-question-${dress}`);
    await visitor.page.getByRole('button', { name: 'Cancel' }).click();
    await dressed.console.click();
    await consolePageOf(visitor.page, 'edge-11').untilLive('guacd');
    await inspect(visitor.page, `console-${dress}`);
    await visitor.leave();
  }
  await stage.clearAccess('edge-11');
});

/** No serious fault for people who use a keyboard, a screen reader or large print; nothing wider than the screen. */
async function inspect(page: Page, picture: string): Promise<void> {
  await page.waitForLoadState('load');
  await expect(page.getByRole('status', { name: /^Loading/ })).toHaveCount(0);
  await page.screenshot({
    path: path.join(pictures, `${picture}.png`),
    fullPage: true,
    animations: 'disabled',
  });
  const excess = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(excess, `${picture} is wider than its screen`).toBeLessThanOrEqual(0);
  if (!judged.some((dress) => picture.endsWith(dress))) return;
  const { violations } = await new AxeBuilder({ page }).analyze();
  const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
  expect(
    serious.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`),
    picture,
  ).toEqual([]);
}
