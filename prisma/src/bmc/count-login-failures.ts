import type { Tx } from '../client.ts';
import { windowMinutes } from './record-login-failure.ts';

/** Refused logins within the time that the lock-out guard looks back. */
export async function countLoginFailures(tx: Tx, { bmcId }: { readonly bmcId: string }): Promise<number> {
  const [row] = await tx.$queryRaw<{ count: number }[]>`
    select count(*)::int as count from bmc_login_failure
     where bmc_id = ${bmcId}::uuid and at > clock_timestamp() - make_interval(mins => ${windowMinutes})`;
  return row?.count ?? 0;
}
