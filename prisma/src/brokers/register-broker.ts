import type { Tx } from '../client.ts';

/**
 * Enters a starting broker, or a restarted one under its old name. What an earlier process of that name held ends here:
 * it gets its leases and claims back at once instead of waiting for them to lapse.
 */
export async function registerBroker(
  tx: Tx,
  broker: {
    readonly siteId: string;
    readonly name: string;
    readonly version: string;
    readonly consoleUrl: string;
    readonly guacdAvailable: boolean;
  },
): Promise<{ readonly brokerId: string }> {
  const [row] = await tx.$queryRaw<{ brokerId: string }[]>`
    insert into broker (site_id, name, version, console_url, guacd_available, started_at, heartbeat_at)
    values (${broker.siteId}::uuid, ${broker.name}, ${broker.version}, ${broker.consoleUrl},
      ${broker.guacdAvailable}, clock_timestamp(), clock_timestamp())
    on conflict (site_id, name) do update
      set version = excluded.version, console_url = excluded.console_url,
          guacd_available = excluded.guacd_available, started_at = excluded.started_at,
          heartbeat_at = excluded.heartbeat_at
    returning id as "brokerId"`;
  if (row === undefined) throw new Error('Postgres did not return the broker');
  const { brokerId } = row;
  await tx.$executeRaw`
    update bmc_lease set expires_at = now() where broker_id = ${brokerId}::uuid and expires_at > now()`;
  await tx.$executeRaw`
    update access_grant set claimed_until = now() where claimed_by = ${brokerId}::uuid and claimed_until > now()`;
  await tx.$executeRaw`
    update action set claimed_until = now() where claimed_by = ${brokerId}::uuid and claimed_until > now()`;
  return row;
}
