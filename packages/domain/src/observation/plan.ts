/** What a broker would write to a BMC if its site's observation ended now. Shown to an admin before he confirms it. */
import { createHash } from 'node:crypto';
import { z } from 'zod';

export const observingCauses = ['database-restored', 'asked-for'] as const;
export type ObservingCause = (typeof observingCauses)[number];

const user = { username: z.string(), slot: z.number().int().nullable() };

export const plannedWrite = z.discriminatedUnion('kind', [
  /** The BMC carries an account of our form that no row knows: it was made after the backup, or its removal failed. */
  z.object({ kind: z.literal('remove-account'), ...user }),
  /** A row says that this account's time is over. */
  z.object({ kind: z.literal('revoke-grant'), grantId: z.uuid(), ...user }),
  /** A row says that this account should be there, and the BMC does not have it. Nothing is written for it. */
  z.object({ kind: z.literal('account-missing'), grantId: z.uuid(), ...user }),
]);
export type PlannedWrite = z.output<typeof plannedWrite>;

export const bmcPlan = z.array(plannedWrite);

/** Order and times left aside: two plans with one digest would do the same. */
export function planDigest(
  plans: readonly { readonly bmcId: string; readonly plan: readonly PlannedWrite[] }[],
) {
  const lines = plans.flatMap(({ bmcId, plan }) =>
    plan.map(({ kind, username, slot }) => `${bmcId} ${kind} ${slot ?? ''} ${username}\n`),
  );
  const hash = createHash('sha256');
  for (const line of lines.sort()) hash.update(line);
  return hash.digest('hex');
}
