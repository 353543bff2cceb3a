import { expect } from 'vitest';

/** Expects Postgres to refuse, naming the rule that was broken. */
export async function expectRefusal(attempt: Promise<unknown>, rule: string | RegExp): Promise<void> {
  const message = await attempt.then(
    () => 'nothing was refused',
    (error: unknown) => messageOf(error),
  );
  expect(message).toMatch(rule instanceof RegExp ? rule : new RegExp(`\\b${rule}\\b`));
}

/** Prisma hides the constraint's name of some errors in the driver's own error. */
function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const meta = 'meta' in error ? JSON.stringify(error.meta) : '';
  return `${error.message} ${meta}`;
}
