/**
 * Shows on a user who does not matter that a BMC keeps a password like the next one: firmware that clips it would shut
 * everybody out, and with the password the session at hand may end too.
 */
import { type AccountAdmin, type MadeAccount, makeAccount, removeAccount, Secret } from '@postern/bmc';
import { wasPasswordProven } from '@postern/database';
import { newAccountName, newAccountPassword } from '@postern/domain';
import type { BrokerParts } from '../broker-parts.ts';
import { BrokerFault } from '../failure.ts';
import type { BmcHold } from './bmc-lanes.ts';
import { readProfile } from './profile.ts';

/** Bytes that this BMC is known to keep of a password, one of them for a terminator. */
export function passwordBytesOf({ facts }: BmcHold): 16 | 20 {
  return readProfile(facts)?.accounts.passwordBytes ?? 16;
}

/**
 * Nothing where it is known already: from the BMC's profile, or from an account that has logged in. A run that dies here
 * leaves a user of our form without a grant, which the next look at the BMC removes.
 * @throws BrokerFault, BmcError: then the login that matters was not touched.
 */
export async function rehearsePassword(
  parts: BrokerParts,
  hold: BmcHold,
  accounts: AccountAdmin,
): Promise<void> {
  const { bmcId, allowedSlots } = hold.facts;
  if (readProfile(hold.facts) !== undefined) return;
  if (await wasPasswordProven(parts.db.client, { bmcId })) return;
  const account = {
    username: newAccountName(parts.randomInt),
    password: new Secret(newAccountPassword(parts.randomInt, passwordBytesOf(hold))),
    privilege: 'operator',
  } as const;
  let place: MadeAccount = { username: account.username };
  const rehearsal = makeAccount({
    accounts,
    account,
    ...(allowedSlots.length === 0 ? {} : { allowedSlots }),
    async onPlace(chosen) {
      place = chosen;
    },
    wait: (ms) => parts.clock.sleep(ms),
    logIn: () => parts.driver.checkLogin(hold.targetFor(account)),
  });
  const [outcome] = await Promise.allSettled([rehearsal]);
  const removal = await removeAccount({
    accounts,
    account: place,
    scramblePassword: () => new Secret(newAccountPassword(parts.randomInt)),
  });
  if (outcome.status === 'rejected') throw outcome.reason;
  if (removal.proven) return;
  throw new BrokerFault(
    'not-kept',
    'A user that was made to try the new kind of password could not be removed again. The login itself was not touched.',
  );
}
