/** Rows of thousands of grants that are active already, as if a broker had made them. */
import { randomUUID } from 'node:crypto';
import { grantScopes, seal, sealingContext } from '@postern/domain';
import { bmcLogin, type TestSite } from '../../../apps/broker/test/support/site.ts';

export interface StandingAccount {
  readonly port: number;
  readonly slot: number;
  readonly username: string;
  readonly password: string;
}

/**
 * One grant each, `undefined` without an account on any BMC. The triggers sleep while they are written: what they would
 * say has been tested elsewhere, and takes minutes here.
 */
export async function insertActiveGrants(
  site: TestSite,
  accounts: readonly (StandingAccount | undefined)[],
  endsAt: Date,
  lastsSeconds = 3_600,
): Promise<string[]> {
  const grantIds: string[] = [];
  for (let from = 0; from < accounts.length; from += 500) {
    const rows = accounts
      .slice(from, from + 500)
      .map((account) => rowsOf(site, account, endsAt, lastsSeconds));
    await site.owner.client.$transaction([
      site.owner.client.$executeRaw`set local session_replication_role = replica`,
      site.owner.client.server.createMany({ data: rows.map(({ server }) => server) }),
      site.owner.client.bmc.createMany({ data: rows.map(({ bmc }) => bmc) }),
      site.owner.client.bmcSecret.createMany({ data: rows.map(({ secret }) => secret) }),
      site.owner.client.grant.createMany({ data: rows.map(({ grant }) => grant) }),
      site.owner.client.account.createMany({ data: rows.flatMap(({ account }) => account ?? []) }),
    ]);
    grantIds.push(...rows.map(({ grant }) => grant.id));
  }
  await site.owner.client.$executeRaw`analyze`;
  return grantIds;
}

function rowsOf(site: TestSite, account: StandingAccount | undefined, endsAt: Date, lastsSeconds: number) {
  const [serverId, bmcId, grantId, accountId] = [randomUUID(), randomUUID(), randomUUID(), randomUUID()];
  const siteKey = site.keys.site.publicKeyPem;
  const startsAt = new Date(endsAt.getTime() - lastsSeconds * 1_000);
  return {
    server: {
      id: serverId,
      siteId: site.siteId,
      organisationId: site.organisation.id,
      name: `web-${serverId.slice(0, 13)}`,
      rack: 'A1',
      ipAddresses: ['192.0.2.7'],
    },
    bmc: {
      id: bmcId,
      serverId,
      ...(account === undefined ? { host: `${bmcId}.test` } : { host: '127.0.0.1', port: account.port }),
      cipherSuite: 17,
    },
    secret: {
      bmcId,
      kind: 'login',
      sealed: seal(Buffer.from(JSON.stringify(bmcLogin)), siteKey, sealingContext.bmcLogin(bmcId)),
    },
    grant: {
      id: grantId,
      serverId,
      bmcId,
      organisationId: site.organisation.id,
      holderId: site.tenant.id,
      requestedById: site.tenant.id,
      durationSeconds: 3_600,
      privilege: 'operator',
      scopes: [...grantScopes],
      state: 'active',
      previousState: 'provisioning',
      startsAt,
      endsAt,
    },
    account: account && {
      id: accountId,
      grantId,
      bmcId,
      slot: account.slot,
      username: account.username,
      privilege: 'operator',
      passwordForTenant: seal(
        Buffer.from(account.password),
        site.keys.portal.publicKeyPem,
        sealingContext.accountPasswordForTenant(accountId),
      ),
      passwordForBroker: seal(
        Buffer.from(account.password),
        siteKey,
        sealingContext.accountPasswordForBroker(accountId),
      ),
      verifiedAt: startsAt,
    },
  };
}
