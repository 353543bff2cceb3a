/**
 * May a page of this origin open a console? Exact text only: browsers send the serialised origin (lower case, no
 * default port, no path), so whatever differs was not sent by a page of ours. A missing header is no browser.
 */
export function isAllowedOrigin(origin: string | undefined, allowed: readonly string[]): boolean {
  return origin !== undefined && origin !== 'null' && allowed.includes(origin);
}
