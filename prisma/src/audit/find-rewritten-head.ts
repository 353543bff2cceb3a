import type { AuditHead } from '@postern/domain';
import type { Tx } from '../client.ts';

/** The first of `heads` that its chain no longer holds: the row is gone, or has another hash. */
export async function findRewrittenHead<Head extends AuditHead>(
  tx: Tx,
  heads: readonly Head[],
): Promise<Head | undefined> {
  const rows = await tx.$queryRaw<AuditHead[]>`
    select e.chain, e.seq::text as seq, encode(e.hash, 'hex') as hash
      from audit_event e
      join unnest(${heads.map(({ chain }) => chain)}::text[], ${heads.map(({ seq }) => seq)}::bigint[]) as kept (chain, seq)
        on kept.chain = e.chain and kept.seq = e.seq`;
  const held = new Map(rows.map(({ chain, seq, hash }) => [`${chain}/${seq}`, hash]));
  return heads.find(({ chain, seq, hash }) => held.get(`${chain}/${seq}`) !== hash);
}
