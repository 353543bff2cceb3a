import type { GrantRow } from '@postern/database';
import { decideUse, type GrantScope, grantScopes, grantStates, type UseRefusal } from '@postern/domain';
import { z } from 'zod';

const stored = z.object({
  state: z.enum(grantStates),
  endsAt: z.date().nullable(),
  graceStartedAt: z.date().nullable(),
  scopes: z.array(z.enum(grantScopes)),
});

type Usable = Pick<GrantRow, 'state' | 'endsAt' | 'graceStartedAt' | 'scopes'>;

/** Why a stored grant cannot be used for something at `now` of the database's clock; `null`: it can. */
export function objectionToUse(grant: Usable | undefined, scope: GrantScope, now: Date): UseRefusal | null {
  const decision = decideUse(grant === undefined ? undefined : stored.parse(grant), scope, now);
  return decision.allowed ? null : decision;
}
