import { liveGrantStates } from '@postern/domain';
import type { Tx } from '../client.ts';

/**
 * How many grants of an organisation live now, those that are still being removed included. Whoever asks before adding
 * one holds its turn until his transaction ends, so that two requests cannot both be the last one allowed.
 */
export async function countLiveGrants(
  tx: Tx,
  { organisationId }: { readonly organisationId: string },
): Promise<number> {
  await tx.$executeRaw`select pg_advisory_xact_lock(hashtextextended('live-grants:' || ${organisationId}, 0))`;
  return tx.grant.count({ where: { organisationId, state: { in: [...liveGrantStates] } } });
}
