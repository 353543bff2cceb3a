import { expect, type Locator, type Page } from '@playwright/test';

/** The page of one server, by what a person can name on it. */
export type ServerPage = {
  readonly page: Page;
  readonly access: Locator;
  readonly power: Locator;
  readonly boot: Locator;
  readonly activity: Locator;
  readonly console: Locator;
  /** Fills the form and presses the button; access is ready some time later. */
  request(options: { duration: string; reason?: string }): Promise<void>;
  /** Waits until access is active. */
  untilActive(): Promise<void>;
  /** Waits until the end is proven. */
  untilEnded(): Promise<void>;
  /** The value of a field that can be copied. */
  copied(label: string): Promise<string>;
  /** Asks to see the password. */
  reveal(): Promise<string>;
  /** Presses a power button, and in the question that follows the same verb. */
  operate(verb: string): Promise<void>;
  /** Waits until the last operation is told as done. */
  untilDone(verb: string): Promise<void>;
};

export async function openServerPage(page: Page, serverId: string, name: string): Promise<ServerPage> {
  await page.goto(`/servers/${serverId}`);
  await expect(page.getByRole('heading', { name, level: 1 })).toBeVisible();
  const access = page.getByRole('region', { name: 'IPMI access' });
  const power = page.getByRole('region', { name: 'Power' });
  const copied = async (label: string) => {
    const field = access.locator('div', { has: page.getByText(label, { exact: true }) }).last();
    return (await field.locator('..').locator('code').innerText()).trim();
  };
  return {
    page,
    access,
    power,
    boot: page.getByRole('region', { name: 'Next boot' }),
    activity: page.getByRole('region', { name: 'Activity' }),
    console: page.getByRole('link', { name: 'Console' }),
    request: async ({ duration, reason }) => {
      await access.getByLabel('For how long').selectOption(duration);
      if (reason !== undefined) await access.getByLabel('Reason').fill(reason);
      await access.getByRole('button', { name: 'Request IPMI access' }).click();
    },
    untilActive: () => expect(access.getByText('Ends at')).toBeVisible(),
    untilEnded: () => expect(access.getByText('account removed and checked')).toBeVisible(),
    copied,
    reveal: async () => {
      await access.getByRole('button', { name: 'Reveal password' }).click();
      return copied('Password');
    },
    operate: async (verb) => {
      await power.getByRole('button', { name: verb, exact: true }).click();
      const question = page.getByRole('alertdialog');
      if (verb === 'Power on') return;
      await question.getByRole('button', { name: verb, exact: true }).click();
      await expect(question).toBeHidden();
    },
    untilDone: async (verb) => {
      const line = power.locator('[aria-live]');
      await expect(line).toContainText(verb);
      await expect(line.getByText('done', { exact: true })).toBeVisible();
    },
  };
}
