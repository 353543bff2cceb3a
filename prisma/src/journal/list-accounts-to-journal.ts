import type { Tx } from '../client.ts';

/** An account that may stand on its BMC, with what is needed to take it away without asking again. */
export interface AccountToJournal {
  readonly accountId: string;
  readonly grantId: string;
  readonly bmcId: string;
  /** Null where the BMC keeps users under their names. */
  readonly slot: number | null;
  readonly username: string;
  readonly privilege: 'operator' | 'administrator';
  /** Sealed to the site's key. */
  readonly passwordForBroker: string;
  /** Its grant is not active yet, and nobody was shown its password. */
  readonly beingMade: boolean;
  /** By the database's clock; 0 or less: it is over. Null: it has no end. Of one being made: since its intent, negative. */
  readonly secondsLeft: number | null;
  /** Changes with anything that reaching the BMC depends on. */
  readonly bmcVersion: string;
}

export function listAccountsToJournal(
  tx: Tx,
  { siteId }: { readonly siteId: string },
): Promise<AccountToJournal[]> {
  return tx.$queryRaw<AccountToJournal[]>`
    select a.id as "accountId", a.grant_id as "grantId", a.bmc_id as "bmcId", a.slot, a.username, a.privilege,
           a.password_for_broker as "passwordForBroker", g.state = 'provisioning' as "beingMade",
           (case g.state
              when 'provisioning' then extract(epoch from a.reserved_at - clock_timestamp())
              when 'active' then extract(epoch from g.ends_at - clock_timestamp())
              else 0 end)::float8 as "secondsLeft",
           md5(b::text || coalesce(l.sealed, '')) as "bmcVersion"
      from account a
      join access_grant g on g.id = a.grant_id
      join bmc b on b.id = a.bmc_id
      join server s on s.id = b.server_id
      left join bmc_secret l on l.bmc_id = b.id and l.kind = 'login'
     where s.site_id = ${siteId}::uuid and a.gone_at is null and a.password_for_broker is not null
     order by a.id`;
}

/** The ids among `accountIds` that have a row, gone or not. */
export async function knownAccountIds(tx: Tx, accountIds: readonly string[]): Promise<ReadonlySet<string>> {
  if (accountIds.length === 0) return new Set();
  const rows = await tx.$queryRaw<{ id: string }[]>`
    select id from account where id = any (${[...accountIds]}::uuid[])`;
  return new Set(rows.map(({ id }) => id));
}
