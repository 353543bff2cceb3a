import { type Refusal, refused } from '../refusal.ts';

/** How often one person may ask for a thing: enough for a bad night, too little for a script that ran away. */
export const limits = {
  grantsPerPerson: { limit: 60, withinSeconds: 3600 },
  actionsPerPersonAndServer: { limit: 30, withinSeconds: 600 },
  /** A test logs in: refused ones of a stored login that is wrong would freeze the BMC for everybody. */
  bmcTestsPerServer: { limit: 4, withinSeconds: 600 },
  ticketsPerPerson: { limit: 120, withinSeconds: 3600 },
} as const;

export interface Limit {
  readonly limit: number;
  readonly withinSeconds: number;
}

/** The refusal of one more where `count` have been counted within the limit's time; `null`: it may be. */
export function overLimit(
  { limit, withinSeconds }: Limit,
  count: number,
): { readonly ok: false; readonly refusal: Refusal } | null {
  return count < limit ? null : refused({ reason: 'too-many-requests', limit, withinSeconds });
}
