import type { Tx } from '../client.ts';

/**
 * Keeps that a console which is open at the end may go on for so long; 0 takes that back. False: the grant is not active,
 * has no end, or its end has passed by the database's clock.
 */
export async function askForGrace(
  tx: Tx,
  { grantId, seconds }: { readonly grantId: string; readonly seconds: number },
): Promise<boolean> {
  const kept = await tx.$executeRaw`
    update access_grant set grace_seconds = ${seconds}::int
     where id = ${grantId}::uuid and state = 'active' and not permanent and ends_at > clock_timestamp()
       and grace_started_at is null`;
  return kept === 1;
}
