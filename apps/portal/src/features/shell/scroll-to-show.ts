interface Extent {
  readonly left: number;
  readonly width: number;
}

/**
 * How far a row that is wider than its window has to be scrolled for one of its items to stand in the middle, in px.
 * Places are those on the screen now, at `scrolled`; the browser clamps what goes past an end.
 */
export function scrollToShow(row: Extent & { readonly scrolled: number }, item: Extent): number {
  return row.scrolled + item.left + item.width / 2 - (row.left + row.width / 2);
}
