import type { Tx } from '../client.ts';
import { databaseNow } from '../database-now.ts';
import type { TenantScope } from '../tenant-scope.ts';
import { withinScope } from '../tenant-scope.ts';

/** What its tenant needs to use an account. The password is sealed to the portal's key. */
export interface SealedAccount {
  readonly accountId: string;
  readonly username: string;
  readonly passwordForTenant: string;
  readonly host: string;
  readonly port: number;
}

/** The account of an active grant, by the database's clock; `null` before, after, and out of scope. */
export async function readSealedAccount(
  tx: Tx,
  scope: TenantScope,
  grantId: string,
): Promise<SealedAccount | null> {
  // A broker that is away ends nothing: the end itself decides, not the state.
  const inTime = { OR: [{ endsAt: null }, { endsAt: { gt: await databaseNow(tx) } }] };
  const account = await tx.account.findFirst({
    where: {
      grantId,
      goneAt: null,
      verifiedAt: { not: null },
      grant: {
        state: 'active',
        scopes: { has: 'account' },
        graceStartedAt: null,
        ...inTime,
        ...withinScope(scope),
      },
    },
    select: {
      id: true,
      username: true,
      passwordForTenant: true,
      bmc: { select: { host: true, port: true } },
    },
  });
  if (account === null || account.passwordForTenant === null) return null;
  return {
    accountId: account.id,
    username: account.username,
    passwordForTenant: account.passwordForTenant,
    host: account.bmc.host,
    port: account.bmc.port,
  };
}
