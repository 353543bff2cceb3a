/** Takes an account away with nothing but what a journal says of it: no database, no lease. */
import { type BmcTarget, type Removal, removeAccount, Secret } from '@postern/bmc';
import { newAccountPassword } from '@postern/domain';
import { BrokerFault } from '../failure.ts';
import { type JournalAccount, type JournalBmc, nothingMomentary } from '../journal/records.ts';
import type { BmcDriver } from '../provisioning/drivers.ts';
import { placeOf } from '../provisioning/place.ts';
import { type BmcLogin, targetOf as rowTargetOf } from '../provisioning/target.ts';
import type { VaultDoor } from '../provisioning/vault.ts';
import { guardByName } from './guard-by-name.ts';

export interface RemovalDeps {
  readonly driver: BmcDriver;
  readonly vault: Pick<VaultDoor, 'openBmcLogin' | 'openAccountPassword'>;
  readonly randomInt: (max: number) => number;
}

/**
 * One attempt, harmless to do twice and at the same time as somebody else's: it only takes away, only under this account's
 * name, and an account that is gone already is proven gone. Each write asks `mayWrite` first.
 * @throws BmcError, BrokerFault, SealError when the BMC could not even be opened; what `mayWrite` throws.
 */
export async function removeKnownAccount(
  { driver, vault, randomInt }: RemovalDeps,
  account: JournalAccount,
  mayWrite: () => Promise<void>,
): Promise<Removal> {
  const { bmc: facts } = account;
  // Over Redfish one call may send several writes: each of them asks.
  const bmc = await driver.open(targetOf(facts, storedLogin(vault, facts)), { beforeWrite: mayWrite });
  try {
    const place = placeOf(account);
    return await removeAccount({
      accounts: guardByName(bmc.accounts, place, mayWrite),
      account: place,
      scramblePassword: () => new Secret(newAccountPassword(randomInt)),
      async tryOldLogin() {
        await mayWrite();
        const password = vault.openAccountPassword(account.accountId, account.passwordForBroker);
        const { username, privilege } = account;
        return driver.checkLogin(targetOf(facts, { username, password, privilege }));
      },
    });
  } finally {
    // A session that does not close dies of its own idle timeout; what was proven stays proven.
    await bmc.close().catch(() => undefined);
  }
}

function storedLogin(vault: RemovalDeps['vault'], { bmcId, sealedLogin }: JournalBmc): BmcLogin {
  if (sealedLogin === null) {
    throw new BrokerFault('credential-missing', 'No login was stored for this BMC.');
  }
  return vault.openBmcLogin(bmcId, sealedLogin);
}

/** The driver wants the row as it was read; what the journal leaves out of it plays no part in reaching the BMC. */
function targetOf(facts: JournalBmc, login: BmcLogin): BmcTarget {
  return rowTargetOf({ ...facts, profiledAt: null, ...nothingMomentary }, login);
}
