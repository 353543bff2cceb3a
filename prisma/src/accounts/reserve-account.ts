import type { Tx } from '../client.ts';

/**
 * The intent: written and committed before a BMC hears of the account, so that whoever comes later knows where to
 * look. Call it in the transaction that moves the grant to `provisioning`. The caller makes the id, as the passwords
 * are sealed to it.
 * @throws Prisma's unique-constraint error (`P2002`) where the slot carries another account or a leftover.
 */
export async function reserveAccount(
  tx: Tx,
  account: {
    readonly accountId: string;
    readonly grantId: string;
    readonly bmcId: string;
    /** Null where the BMC keeps users under their names. */
    readonly slot: number | null;
    readonly username: string;
    readonly privilege: 'operator' | 'administrator';
    /** Sealed to the portal's key. */
    readonly passwordForTenant: string;
    /** Sealed to the site's key. */
    readonly passwordForBroker: string;
  },
): Promise<void> {
  const { accountId, ...row } = account;
  await tx.account.create({
    data: { id: accountId, ...row, keptBy: row.slot === null ? 'name' : 'slot' },
    select: { id: true },
  });
}
