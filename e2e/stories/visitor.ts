import { existsSync } from 'node:fs';
import path from 'node:path';
import { type Browser, type BrowserContext, expect, type Page } from '@playwright/test';
import { type ProductFacts, storyState, trafficFolder } from '../product/product-facts.ts';
import { recordTraffic } from '../witness/browser-traffic.ts';

/** A person of the seed at a browser of his own, watched by the recorder of all traffic. */
export type Visitor = {
  readonly page: Page;
  readonly context: BrowserContext;
  /** Says that the browser will complain about something, as it does for each answer that is an error. */
  expectComplaint(words: RegExp): void;
  /**
   * Closes the browser context.
   * @throws when the browser complained (console errors, refused content, exceptions) about something unexpected
   */
  leave(): Promise<void>;
};

export type VisitOptions = Parameters<Browser['newContext']>[0];

let visits = 0;

/** Opens a browser context without anybody signed in. */
export async function openVisit(browser: Browser, options: VisitOptions = {}): Promise<Visitor> {
  const context = await browser.newContext(options);
  visits += 1;
  const recorder = recordTraffic(context, path.join(trafficFolder, `${process.pid}-${visits}.jsonl`));
  const complaints: string[] = [];
  context.on('console', (message) => {
    if (message.type() === 'error') complaints.push(`${message.text()} (${message.location().url})`);
  });
  context.on('weberror', (error) => complaints.push(`exception: ${error.error().message}`));
  const page = await context.newPage();
  const expected: RegExp[] = [];
  const leave = async () => {
    await recorder.finish();
    await context.close();
    expect(complaints.filter((complaint) => !expected.some((words) => words.test(complaint)))).toEqual([]);
  };
  return { page, context, expectComplaint: (words) => void expected.push(words), leave };
}

/** Signs a person in by the page's form, once in a run; later visits bring the cookie along. */
export async function visitAs(
  browser: Browser,
  facts: ProductFacts,
  email: string,
  options: VisitOptions = {},
): Promise<Visitor> {
  const kept = path.join(storyState, `signed-in-${email}.json`);
  const known = existsSync(kept);
  const visitor = await openVisit(browser, { ...options, ...(known && { storageState: kept }) });
  await visitor.page.goto('/');
  if (known && !visitor.page.url().includes('/sign-in')) return visitor;
  await signIn(visitor.page, email, passwordOf(facts, email));
  await visitor.context.storageState({ path: kept });
  return visitor;
}

/** Fills the form that is on the page and waits until it has let us in. */
export async function signIn(page: Page, email: string, password: string): Promise<void> {
  await page.goto('/sign-in');
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.waitForURL((url) => !url.pathname.startsWith('/sign-in'));
}

export function passwordOf(facts: ProductFacts, email: string): string {
  const login = facts.logins.find((candidate) => candidate.email === email);
  if (login === undefined) throw new RangeError(`nobody of the seed is ${email}`);
  return login.password;
}
