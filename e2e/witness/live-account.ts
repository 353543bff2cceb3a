import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { sealingContext, unseal } from '@postern/domain';
import { accountSecretsFile, type ProductFacts } from '../product/product-facts.ts';
import { askDatabase } from './database-witness.ts';
import type { TenantLogin } from './ipmitool.ts';

/**
 * The account that stands on a server's BMC now, opened with the portal's key as only the portal could.
 * @throws Error when the server has no proven account
 */
export async function readLiveAccount(facts: ProductFacts, serverId: string): Promise<TenantLogin> {
  const [row] = await askDatabase(
    facts.databaseUrl,
    `select a.id, a.username, a.password_for_tenant, r.port, b.port as bmc_port, b.cipher_suite
       from account a join bmc b on b.id = a.bmc_id join relay r on r.grant_id = a.grant_id
     where b.server_id = $1 and a.gone_at is null and a.verified_at is not null`,
    [serverId],
  );
  if (row === undefined) throw new Error('this server has no live account');
  const context = sealingContext.accountPasswordForTenant(String(row.id));
  const password = unseal(
    String(row.password_for_tenant),
    readFileSync(facts.keys.portalKey, 'utf8'),
    context,
  ).toString();
  // Where Redfish is the driver nobody has learnt it yet: such a BMC speaks the newer one.
  const suite = row.cipher_suite === 3 ? 3 : 17;
  const [port, bmcPort] = [Number(row.port), Number(row.bmc_port)];
  return { port, bmcPort, username: String(row.username), password, suite };
}

/** Notes a password down for the search for secrets. */
export function noteAccountPassword({ password }: TenantLogin): void {
  appendFileSync(accountSecretsFile, `${JSON.stringify(password)}\n`, { mode: 0o600 });
}

/** The passwords of all accounts that were noted so far. */
export function notedAccountPasswords(): string[] {
  if (!existsSync(accountSecretsFile)) return [];
  const lines = readFileSync(accountSecretsFile, 'utf8').trimEnd().split('\n');
  return [...new Set(lines.map((line) => String(JSON.parse(line))))];
}
