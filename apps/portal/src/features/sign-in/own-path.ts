/** A path on this site to go on to, or `undefined`: an address that somebody else chose never leads away from here. */
export function ownPath(next: string | string[] | undefined): string | undefined {
  if (typeof next !== 'string' || !/^\/(?![/\\])/.test(next) || /\p{Cc}|\\/u.test(next)) return undefined;
  return next;
}
