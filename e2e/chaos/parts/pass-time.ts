import type { TestSite } from '../../../apps/broker/test/support/site.ts';

/**
 * Lets time pass for one grant without waiting: every instant of its row moves into the past. The database's clock
 * decides by these instants alone, so to the product it is the same as a clock that moved on.
 */
export async function passTime(site: TestSite, grantId: string, seconds: number): Promise<void> {
  const { client } = site.owner;
  await client.$transaction([
    client.$executeRaw`set local session_replication_role = replica`,
    client.$executeRaw`
      update access_grant
         set requested_at = requested_at - make_interval(secs => ${seconds}::float8),
             starts_at = starts_at - make_interval(secs => ${seconds}::float8),
             ends_at = ends_at - make_interval(secs => ${seconds}::float8),
             state_since = state_since - make_interval(secs => ${seconds}::float8),
             next_attempt_at = next_attempt_at - make_interval(secs => ${seconds}::float8)
       where id = ${grantId}::uuid`,
    client.$executeRaw`select pg_notify('postern_work', ${site.siteId})`,
  ]);
}
