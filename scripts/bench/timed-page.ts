import type { Locator, Page } from '@playwright/test';

declare global {
  interface Window {
    /** Instants as milliseconds since 1970, comparable with those of other processes of this machine. */
    bench?: { clickedAt: number; seenAt: Promise<number>; socketClosedAt: number };
  }
}

/** Makes every page of the browser note when its last WebSocket closed. Call before the page loads. */
export async function noteSocketEnds(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const Native = window.WebSocket;
    window.WebSocket = class extends Native {
      constructor(...args: ConstructorParameters<typeof WebSocket>) {
        super(...args);
        this.addEventListener('close', () => {
          sessionStorage.setItem('bench-socket-closed', String(performance.timeOrigin + performance.now()));
        });
      }
    };
  });
}

export async function socketClosedAt(page: Page): Promise<number> {
  return page.evaluate(() => Number(sessionStorage.getItem('bench-socket-closed')));
}

/** What has to be in the page: an element, by CSS, and words in its text. */
export type Sight = { readonly element: string; readonly words: string };

/** Clicks, and gives the instants of the click and of the first moment at which `sight` is in the page. */
export async function timeClick(
  page: Page,
  button: Locator,
  sight: Sight,
): Promise<{ clickedAt: number; seenAt: number }> {
  await page.evaluate(arm, sight);
  await button.click();
  return page.evaluate(async () => {
    const { clickedAt = Number.NaN, seenAt = Number.NaN } = window.bench ?? {};
    return { clickedAt, seenAt: await seenAt };
  });
}

/** Runs in the page. */
function arm({ element, words }: Sight): void {
  const now = () => performance.timeOrigin + performance.now();
  let clickedAt = Number.NaN;
  const onClick = (event: Event) => {
    clickedAt = performance.timeOrigin + event.timeStamp;
    if (window.bench) window.bench.clickedAt = clickedAt;
  };
  document.addEventListener('click', onClick, { capture: true, once: true });
  const seenAt = new Promise<number>((resolve) => {
    const look = () => {
      if (Number.isNaN(clickedAt)) return;
      const found = [...document.querySelectorAll(element)].some((each) => each.textContent?.includes(words));
      if (!found) return;
      watcher.disconnect();
      resolve(now());
    };
    const watcher = new MutationObserver(look);
    watcher.observe(document, { childList: true, subtree: true, characterData: true, attributes: true });
  });
  window.bench = { clickedAt, seenAt, socketClosedAt: Number.NaN };
}
