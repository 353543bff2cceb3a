import { appendAuditEvent, verifyAuditChain } from '@postern/database';
import type { ChainVerdict } from '@postern/domain';
import type { ViewerContext } from '../trpc/context.ts';
import { actorOf } from './actor-of.ts';

/** Recomputes the whole chain, and notes who did and what he saw. */
export async function verifyAudit({ portal, viewer, sourceAddress }: ViewerContext): Promise<ChainVerdict> {
  const verdict = await verifyAuditChain(portal.db, { chain: 'main' });
  await portal.db.transaction((tx) =>
    appendAuditEvent(tx, {
      type: 'audit.verified',
      outcome: verdict.intact ? 'ok' : 'failed',
      ...actorOf(viewer, sourceAddress),
      details: verdict.intact
        ? { rows: verdict.rows, headHash: verdict.headHash }
        : { rows: verdict.rows, firstBadSeq: verdict.firstBadSeq.toString(), fault: verdict.fault },
    }),
  );
  return verdict;
}
