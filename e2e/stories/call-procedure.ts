import type { Page } from '@playwright/test';

/** How a procedure answered, on the wire. */
export type ProcedureAnswer = { readonly status: number; readonly body: string };

/** Asks a query of the portal's API with the page's cookies, past all pages. */
export async function queryProcedure(page: Page, name: string, input: object): Promise<ProcedureAnswer> {
  const encoded = encodeURIComponent(JSON.stringify({ json: input }));
  const response = await page.request.get(`/api/trpc/${name}?input=${encoded}`);
  return { status: response.status(), body: await response.text() };
}

/** Calls a mutation of the portal's API with the page's cookies, as the portal's own pages would. */
export async function callProcedure(page: Page, name: string, input: object): Promise<ProcedureAnswer> {
  const { origin } = new URL(page.url());
  const response = await page.request.post(`/api/trpc/${name}`, {
    data: { json: input },
    headers: { origin },
  });
  return { status: response.status(), body: await response.text() };
}
