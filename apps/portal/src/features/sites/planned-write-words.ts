import type { PlannedWrite } from '@postern/domain';

/** One planned write as a line of a list. */
export function plannedWriteWords({ kind, username, slot }: PlannedWrite): string {
  const account = slot === null ? username : `${username} (slot ${slot})`;
  switch (kind) {
    case 'remove-account':
      return `Remove the account ${account}: no row knows it.`;
    case 'revoke-grant':
      return `Remove the account ${account}: its time is over.`;
    case 'account-missing':
      return `Nothing is done for ${account}: its access is active, and the BMC does not have it.`;
  }
}
