import type { Operation } from './operations.ts';

/** Differences that have a reason. Anything else makes the run fail. */
export const explained: Readonly<Partial<Record<Operation, string>>> = {};
