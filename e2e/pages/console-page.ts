import { expect, type Locator, type Page } from '@playwright/test';
import { comparePictures, type PictureComparison } from '../witness/same-picture.ts';

/** The console's page, by what a person sees on it. */
export type ConsolePage = {
  readonly page: Page;
  readonly status: Locator;
  /** Waits until the first picture is drawn. */
  untilLive(engine: string): Promise<void>;
  /** The picture that is drawn, as PNG, one pixel for each pixel of the machine's screen. */
  picture(): Promise<Buffer>;
  /** How the picture differs from another. */
  compare(other: Buffer): Promise<PictureComparison>;
  /** Puts the keyboard's focus on the screen and presses a key there. */
  press(key: string): Promise<void>;
  /** Waits until the console is closed, and gives the reason that it tells. */
  untilClosed(timeoutMs?: number): Promise<string>;
};

export async function openConsolePage(page: Page, serverId: string, name: string): Promise<ConsolePage> {
  await page.goto(`/servers/${serverId}/console`);
  return consolePageOf(page, name);
}

/** The console's page that `page` shows or is about to show. */
export function consolePageOf(page: Page, name: string): ConsolePage {
  const status = page.getByRole('banner').getByRole('status').filter({ hasText: /./ }).first();
  const picture = () => page.evaluate(largestCanvas).then((base64) => Buffer.from(base64, 'base64'));
  return {
    page,
    status,
    untilLive: async (engine) => {
      await expect(page.getByRole('heading', { name: `Console of ${name}` })).toBeAttached();
      await expect(status.getByText('connected', { exact: true })).toBeVisible();
      await expect(status).toContainText(engine);
    },
    picture,
    compare: async (other) => comparePictures(page.context(), await picture(), other),
    press: async (key) => {
      await page.getByRole('application').first().focus();
      await page.keyboard.press(key);
    },
    untilClosed: async (timeoutMs = 30_000) => {
      const told = page.getByRole('main').getByRole('alert');
      await expect(told).toBeVisible({ timeout: timeoutMs });
      return (await told.locator('p').first().innerText()).trim();
    },
  };
}

/** Runs in the page. The viewers draw the screen on their largest canvas and the pointer on small ones. */
function largestCanvas(): string {
  const [largest] = [...document.querySelectorAll('canvas')].sort(
    (a, b) => b.width * b.height - a.width * a.height,
  );
  const screen = document.createElement('canvas');
  if (largest === undefined) return '';
  // Guacamole's canvas is rounded up to multiples of 64; the element around it has the size of the screen.
  const { width, height } = largest.parentElement?.style ?? { width: '', height: '' };
  const within = (size: number, limit: number) => (size > limit - 64 && size < limit ? size : limit);
  screen.width = within(Number.parseInt(width, 10), largest.width);
  screen.height = within(Number.parseInt(height, 10), largest.height);
  screen.getContext('2d')?.drawImage(largest, 0, 0);
  return screen.toDataURL('image/png').split(',')[1] ?? '';
}
