/** What has to be true of a server before it goes into other hands, and when that is tried again. Pure. */

/** In the order in which they are looked at. */
export const handOverItems = [
  'access',
  'consoles',
  'media',
  'boot',
  'accounts',
  'sessions',
  'users',
] as const;
export type HandOverItem = (typeof handOverItems)[number];

/**
 * `checked`: it was so already. `done`: it was not, and is now. `not-possible`: this BMC has no way to it, which the
 * detail says. `failed`: it is not so, and the server is not handed over.
 */
export const handOverOutcomes = ['checked', 'done', 'not-possible', 'failed'] as const;
export type HandOverOutcome = (typeof handOverOutcomes)[number];

/** One line of the certificate. */
export interface HandOverLine {
  readonly item: HandOverItem;
  readonly outcome: HandOverOutcome;
  /** A sentence for people. */
  readonly detail: string;
}

/**
 * `open`: not done yet, tried again. `overridden`: staff went on without. `replaced`: the server changed hands once
 * more before it was done.
 */
export const handOverStates = ['open', 'done', 'overridden', 'replaced'] as const;
export type HandOverState = (typeof handOverStates)[number];

/** Every item was looked at, and nothing that can be done is left undone. */
export function isHandedOver(lines: readonly HandOverLine[]): boolean {
  return handOverItems.every((wanted) =>
    lines.some(({ item, outcome }) => item === wanted && outcome !== 'failed'),
  );
}

const delaysSeconds = [30, 120, 600, 1_800];

/** Seconds from an attempt that failed to the next; `attempts` counts the failed one. */
export function nextHandOverSeconds(attempts: number): number {
  return delaysSeconds[Math.min(attempts, delaysSeconds.length) - 1] ?? 30;
}
