import type { Tx } from '../client.ts';

/** A BMC that a site's brokers watch over. */
export interface BmcOfSite {
  readonly bmcId: string;
  readonly serverId: string;
  readonly serverName: string;
  readonly organisationId: string | null;
  readonly frozenUntil: Date | null;
}

export async function listBmcsOfSite(tx: Tx, { siteId }: { readonly siteId: string }): Promise<BmcOfSite[]> {
  return tx.$queryRaw<BmcOfSite[]>`
    select b.id as "bmcId", s.id as "serverId", s.name as "serverName", s.organisation_id as "organisationId",
           b.frozen_until as "frozenUntil"
      from bmc b join server s on s.id = b.server_id
     where s.site_id = ${siteId}::uuid
     order by s.name`;
}
