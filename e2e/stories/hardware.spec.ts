/** A tenant looks into his machine without having access to it: sensors move, an event comes, the log goes home as a file. */
import { readFile } from 'node:fs/promises';
import { expect } from '@playwright/test';
import { openServerPage } from '../pages/server-page.ts';
import { asBmcAdmin } from '../witness/ipmitool.ts';
import { anna, test } from './stage.ts';

/** Uncorrectable ECC of a memory sensor, as the 16 bytes of Add SEL Entry (IPMI 2.0 §31.6). */
const memoryEvent = 'raw 0x0a 0x44 0 0 2 0 0 0 0 0x20 0 4 0x0c 0x42 0x6f 0xa1 0xff 0xff'.split(' ');

test('the sensors of a machine move on the page by themselves, and are those that ipmitool prints', async ({
  stage,
}) => {
  const server = stage.server('web-07');
  const visitor = await stage.visit(anna);
  const { page } = visitor;
  await page.goto(`/servers/${await stage.serverId('web-07')}/sensors`);
  const temperature = page.getByRole('region', { name: 'Temperature' }).getByRole('listitem').first();
  await expect(temperature).toContainText(/Board temp.*°C/s);
  const shown = () => temperature.locator('summary').first().innerText();
  const first = await shown();
  await expect.poll(shown, { timeout: 90_000 }).not.toBe(first);

  await temperature.locator('summary').first().click();
  await expect(temperature.getByText('Limits:')).toContainText('critical above 80 °C');
  const { output } = await asBmcAdmin(server, 'sensor', 'get', 'Board temp');
  expect(output).toMatch(/Upper Critical\s*: 80\.000/);
  await visitor.leave();
});

test('an event appears on the page while one looks at it, turns the health, and is in the files', async ({
  stage,
}) => {
  const serverId = await stage.serverId('web-07');
  const visitor = await stage.visit(anna);
  const { page } = visitor;
  await page.goto(`/servers/${serverId}/events`);
  await expect(page.getByRole('cell', { name: 'Initiated by power up' })).toBeVisible();
  expect(await asBmcAdmin(stage.server('web-07'), ...memoryEvent)).toMatchObject({ succeeded: true });
  await page.getByRole('button', { name: 'Read now' }).click();
  const row = page.getByRole('row', { name: /Uncorrectable ECC/ });
  await expect(row).toContainText('critical');
  await expect(page.getByRole('link', { name: /critical.*Memory: Uncorrectable ECC/ })).toBeVisible({
    timeout: 30_000,
  });

  await page.getByRole('combobox', { name: 'How bad' }).selectOption('critical');
  await expect(page.getByRole('cell', { name: 'Initiated by power up' })).toBeHidden();
  await expect(row).toBeVisible();
  const [csv] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'CSV' }).click(),
  ]);
  expect(csv.suggestedFilename()).toBe('web-07-events.csv');
  expect(await readFile(await csv.path(), 'utf8')).toContain('Uncorrectable ECC,yes');
  await visitor.leave();
});

test('the parts of a machine are told with their numbers, to be copied', async ({ stage }) => {
  const visitor = await stage.visit(anna);
  const { page } = visitor;
  await page.goto(`/servers/${await stage.serverId('web-07')}/hardware`);
  const { output } = await asBmcAdmin(stage.server('web-07'), 'fru', 'print', '0');
  const serial = /Product Serial\s*: (\S+)/.exec(output)?.[1] ?? 'none';
  await expect(page.getByText(serial, { exact: true })).toBeVisible();
  await expect(page.getByRole('button', { name: /^Copy serial number/ }).first()).toBeVisible();
  await visitor.leave();
});

test('a tenant tests a stuck BMC without access, restarts it with access, and sees it come back', async ({
  stage,
}) => {
  await stage.clearAccess('mail-03');
  const visitor = await stage.visit(anna);
  const { page } = visitor;
  const serverPage = await openServerPage(page, await stage.serverId('mail-03'), 'mail-03');
  const recovery = page.getByRole('region', { name: 'If the BMC is stuck' });
  await expect(recovery.getByRole('button', { name: 'Restart BMC' })).toBeDisabled();
  await expect(recovery.getByRole('link', { name: 'Ask the staff' })).toHaveAttribute(
    'href',
    /^mailto:remote-hands@datacentre\.example\?subject=mail-03/,
  );
  await recovery.getByRole('button', { name: 'Test BMC' }).click();
  await expect(recovery.getByText('test passed')).toBeVisible();

  await serverPage.request({ duration: '1 h', reason: 'The BMC hangs' });
  await serverPage.untilActive();
  await recovery.getByRole('button', { name: 'Restart BMC' }).click();
  const question = page.getByRole('alertdialog', { name: 'This restarts the BMC of mail-03' });
  await expect(question).toContainText('does not touch your server');
  await question.getByRole('button', { name: 'Restart BMC' }).click();
  await expect(recovery.getByText('The BMC is back.')).toBeVisible({ timeout: 60_000 });
  await expect(recovery.getByRole('list', { name: 'Steps' })).toContainText('No leftover account came back.');
  await expect(serverPage.access.getByText('Ends at')).toBeVisible();
  await stage.clearAccess('mail-03');
  await visitor.leave();
});
