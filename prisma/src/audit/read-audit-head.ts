import type { AuditHead } from '@postern/domain';
import type { Tx } from '../client.ts';

/** The end of a chain, and now by the database's clock. `undefined`: nothing has been recorded yet. */
export async function readAuditHead(
  tx: Tx,
  { chain }: { readonly chain: string },
): Promise<(AuditHead & { readonly now: Date }) | undefined> {
  const [head] = await tx.$queryRaw<(AuditHead & { now: Date })[]>`
    select chain, seq::text as seq, encode(hash, 'hex') as hash, clock_timestamp() as now
      from audit_head where chain = ${chain}`;
  return head;
}
