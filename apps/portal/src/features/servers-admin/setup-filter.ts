/** What the list of servers can be narrowed by, besides words. The server's own list is `setupTroubles`. */
export const troubleChoices = [
  { value: 'certificate-changed', label: 'Certificate changed' },
  { value: 'frozen', label: 'Login frozen' },
  { value: 'silent', label: 'BMC silent' },
  { value: 'test-failed', label: 'Last test failed' },
  { value: 'no-bmc', label: 'Without a BMC' },
  { value: 'foreign', label: 'Users not ours' },
  { value: 'nearly-full', label: 'User table nearly full' },
  { value: 'not-handed-over', label: 'Not handed over' },
  { value: 'rotation', label: 'Login too old' },
] as const;
export type Trouble = (typeof troubleChoices)[number]['value'];

/** The server's own list is `setupOrders`. */
export const orderChoices = [
  { value: 'name', label: 'By name' },
  { value: 'not-ours', label: 'Most users not ours first' },
  { value: 'full', label: 'Fullest user table first' },
] as const;
export type Order = (typeof orderChoices)[number]['value'];

export interface SetupFilter {
  readonly search: string;
  readonly trouble: Trouble | '';
  readonly siteId: string;
  readonly order: Order;
}

/** Reads a filter from a page's address; whatever makes no sense there is no filter. */
export function readSetupFilter(read: (name: string) => string | null): SetupFilter {
  return {
    search: (read('q') ?? '').slice(0, 200),
    trouble: troubleChoices.find(({ value }) => value === read('trouble'))?.value ?? '',
    siteId: /^[0-9a-f-]{36}$/.exec(read('site') ?? '')?.[0] ?? '',
    order: orderChoices.find(({ value }) => value === read('order'))?.value ?? 'name',
  };
}

/** The filter as it stands in the page's address; empty when nothing is narrowed. */
export function setupFilterQuery({ search, trouble, siteId, order }: SetupFilter): string {
  const query = new URLSearchParams();
  if (search.trim() !== '') query.set('q', search.trim());
  if (trouble !== '') query.set('trouble', trouble);
  if (siteId !== '') query.set('site', siteId);
  if (order !== 'name') query.set('order', order);
  const text = query.toString();
  return text === '' ? '' : `?${text}`;
}

/** What `bmcs.list` takes. */
export function setupListInput({ search, trouble, siteId, order }: SetupFilter) {
  return {
    ...(search.trim() === '' ? {} : { search: search.trim() }),
    ...(trouble === '' ? {} : { trouble }),
    ...(siteId === '' ? {} : { siteId }),
    ...(order === 'name' ? {} : { order }),
  };
}

export function narrows(filter: SetupFilter): boolean {
  return setupFilterQuery({ ...filter, order: 'name' }) !== '';
}
