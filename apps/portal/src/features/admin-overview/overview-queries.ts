/** Silence and lateness come with time, not with a change that could be pushed. */
export const refreshMs = 10_000;

const few = 5;

/** What the overview asks, the same on the server and in the browser. */
export const overviewQueries = {
  overdue: { overdueOnly: true, limit: few },
  waiting: { state: ['awaiting-approval'] as ['awaiting-approval'], limit: few },
  review: { reviewDueOnly: true, limit: few },
  frozen: { trouble: 'frozen', limit: few },
  silent: { trouble: 'silent', limit: few },
} as const;

/** What keeps BMCs clean between grants, the most pressing first. */
export const upkeepInputs = [
  { trouble: 'not-handed-over', limit: few },
  { trouble: 'foreign', limit: few },
  { trouble: 'nearly-full', limit: few },
  { trouble: 'rotation', limit: few },
] as const;
