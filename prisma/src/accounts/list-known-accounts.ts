import type { GrantState } from '@postern/domain';
import type { Tx } from '../client.ts';

/** An account that may stand on a BMC by right: its grant is not over. */
export interface KnownAccount {
  readonly accountId: string;
  readonly grantId: string;
  /** Null where the BMC keeps users under their names. */
  readonly slot: number | null;
  readonly username: string;
  readonly grantState: GrantState;
}

export async function listKnownAccounts(
  tx: Tx,
  { bmcId }: { readonly bmcId: string },
): Promise<KnownAccount[]> {
  return tx.$queryRaw<KnownAccount[]>`
    select a.id as "accountId", a.grant_id as "grantId", a.slot, a.username, g.state as "grantState"
      from account a join access_grant g on g.id = a.grant_id
     where a.bmc_id = ${bmcId}::uuid and a.gone_at is null
     order by a.slot, a.username`;
}
