/** The users of a BMC, in whichever of the two ways it keeps them. */
import type { AccountAdmin, AccountTable, NamedAccount } from '@postern/bmc';

export type BmcUsers =
  | { readonly model: 'slots'; readonly table: AccountTable }
  | { readonly model: 'named'; readonly accounts: readonly NamedAccount[] };

/** A user that has a name. `slot` is absent where users are kept under their names alone. */
export interface BmcUser {
  readonly name: string;
  readonly slot?: number;
}

export async function readUsers(accounts: AccountAdmin): Promise<BmcUsers> {
  if (accounts.model === 'slots') return { model: 'slots', table: await accounts.readTable() };
  return { model: 'named', accounts: await accounts.list() };
}

export function namedUsers(users: BmcUsers): readonly BmcUser[] {
  if (users.model === 'named') return users.accounts.map(({ name }) => ({ name }));
  return users.table.slots.filter(({ name }) => name !== '').map(({ name, slot }) => ({ name, slot }));
}
