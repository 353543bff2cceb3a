/** The same story for hands that use no mouse. */
import { expect, type Locator, type Page } from '@playwright/test';
import { anna, test } from './stage.ts';
import { passwordOf } from './visitor.ts';

const mostStops = 80;

test('sign-in, request, password and end need no mouse', async ({ stage }) => {
  await stage.clearAccess('edge-11');
  const visitor = await stage.stranger();
  const { page } = visitor;
  await page.goto('/sign-in');
  await tabTo(page, page.getByLabel('E-mail'));
  await page.keyboard.type(anna);
  await tabTo(page, page.getByLabel('Password'));
  await page.keyboard.type(passwordOf(stage.facts, anna));
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'My servers' })).toBeVisible();

  await tabTo(page, page.getByRole('link', { name: 'edge-11', exact: true }));
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'edge-11', level: 1 })).toBeVisible();
  const access = page.getByRole('region', { name: 'IPMI access' });
  await tabTo(page, access.getByLabel('Reason'));
  await page.keyboard.type('Hands on the keyboard');
  await page.keyboard.press('Enter');
  await expect(access.getByText('Ends at')).toBeVisible();

  const login = await stage.liveAccount(await stage.serverId('edge-11'));
  await tabTo(page, access.getByRole('button', { name: 'Reveal password' }));
  await page.keyboard.press('Enter');
  await expect(access.getByText(login.password)).toBeVisible();

  await tabTo(page, access.getByRole('button', { name: 'End now' }));
  await page.keyboard.press('Enter');
  const question = page.getByRole('alertdialog', { name: 'This ends access to edge-11 at once' });
  await expect(question.getByRole('button', { name: 'Cancel' })).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(question).toBeHidden();
  await expect(access.getByRole('button', { name: 'End now' })).toBeFocused();
  await page.keyboard.press('Enter');
  await tabTo(page, question.getByRole('button', { name: 'End now' }));
  await page.keyboard.press('Enter');
  await expect(access.getByText('account removed and checked')).toBeVisible();
  await visitor.leave();
});

/** Presses Tab until the element has the focus. @throws when it cannot be reached so */
async function tabTo(page: Page, element: Locator): Promise<void> {
  await expect(element).toBeVisible();
  for (let stops = 0; stops < mostStops; stops += 1) {
    if (await element.evaluate((node) => node === document.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`${element} cannot be reached with the Tab key`);
}
