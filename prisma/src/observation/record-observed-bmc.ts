import type { PlannedWrite } from '@postern/domain';
import type { Tx } from '../client.ts';

/** Keeps what would be written to one BMC. `errorCode`: its users could not be read, so the plan is what the rows say. */
export async function recordObservedBmc(
  tx: Tx,
  observed: {
    readonly siteId: string;
    readonly bmcId: string;
    readonly serverName: string;
    readonly plan: readonly PlannedWrite[];
    readonly errorCode: string | null;
  },
): Promise<void> {
  const { siteId, bmcId, serverName, plan, errorCode } = observed;
  await tx.$executeRaw`
    insert into observed_bmc (site_id, bmc_id, server_name, observed_at, plan, error_code)
    values (${siteId}::uuid, ${bmcId}::uuid, ${serverName}, clock_timestamp(), ${JSON.stringify(plan)}::jsonb,
            ${errorCode})
    on conflict (site_id, bmc_id) do update
       set server_name = excluded.server_name, observed_at = excluded.observed_at, plan = excluded.plan,
           error_code = excluded.error_code`;
}
