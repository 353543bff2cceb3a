import type { ServerRow } from '@postern/database';
import { type GrantScope, type ServerAbilities, scopesOffered } from '@postern/domain';
import { policyOf } from './server-overview-of.ts';

/** What a server's BMC can do at all, as it is set up. */
export function abilitiesOf({ bmc }: ServerRow): ServerAbilities {
  return {
    hasBmc: bmc !== null,
    hasConsole: bmc !== null && (bmc.screenProtocol !== 'none' || bmc.serialOverLan),
    // No BMC is driven for virtual media yet.
    hasMedia: false,
  };
}

/** What access to this server may be for. */
export function scopesOf(row: ServerRow): GrantScope[] {
  return scopesOffered(policyOf(row).policy.scopes, abilitiesOf(row));
}
