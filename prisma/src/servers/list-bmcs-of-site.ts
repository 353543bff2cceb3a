import type { Tx } from '../client.ts';

/** A BMC that a site's brokers watch over. */
export interface BmcOfSite {
  readonly bmcId: string;
  readonly serverId: string;
  readonly serverName: string;
  readonly organisationId: string | null;
  readonly frozenUntil: Date | null;
  /** When its login was last typed in; null while nobody has. */
  readonly loginChangedAt: Date | null;
}

export async function listBmcsOfSite(tx: Tx, { siteId }: { readonly siteId: string }): Promise<BmcOfSite[]> {
  return tx.$queryRaw<BmcOfSite[]>`
    select b.id as "bmcId", s.id as "serverId", s.name as "serverName", s.organisation_id as "organisationId",
           b.frozen_until as "frozenUntil", login.changed_at as "loginChangedAt"
      from bmc b
      join server s on s.id = b.server_id
      left join bmc_secret login on login.bmc_id = b.id and login.kind = 'login'
     where s.site_id = ${siteId}::uuid
     order by s.name`;
}
