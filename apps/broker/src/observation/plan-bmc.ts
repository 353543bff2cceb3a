/** What would be written to a BMC if the observation ended now. Pure. */
import { isAccountName, type PlannedWrite } from '@postern/domain';
import type { BmcUser } from '../provisioning/users.ts';

/** An account as a row has it, gone from the rows' view or not. */
export interface RowOfAccount {
  readonly grantId: string;
  readonly username: string;
  readonly slot: number | null;
  /** Its time is over, or it was only half made. */
  readonly isOver: boolean;
}

/** `users`: what the BMC carries; `undefined` when it could not be read, and the rows have to do. */
export function planBmc(
  users: readonly BmcUser[] | undefined,
  rows: readonly RowOfAccount[],
): PlannedWrite[] {
  const known = new Set(rows.map(({ username }) => username));
  const present = users && new Set(users.map(({ name }) => name));
  const orphans = (users ?? []).filter(({ name }) => isAccountName(name) && !known.has(name));
  return [
    ...orphans.map(
      ({ name, slot }) => ({ kind: 'remove-account', username: name, slot: slot ?? null }) as const,
    ),
    ...rows.flatMap(({ grantId, username, slot, isOver }): PlannedWrite[] => {
      if (isOver) return [{ kind: 'revoke-grant', grantId, username, slot }];
      const isMissing = present !== undefined && !present.has(username);
      return isMissing ? [{ kind: 'account-missing', grantId, username, slot }] : [];
    }),
  ];
}
