import {
  type ChainedRow,
  type ChainPosition,
  type ChainVerdict,
  chainStart,
  checkRow,
} from '@postern/domain';
import type { Database, Tx } from '../client.ts';

const pageRows = 1000;

type Head = { readonly seq: bigint; readonly hash: Uint8Array };
type StoredRow = Omit<ChainedRow, 'previousHash' | 'hash'> & {
  readonly previousHash: Uint8Array;
  readonly hash: Uint8Array;
};

/**
 * Walks a chain from its first row to the head, page by page, and recomputes every hash. Rows that are added meanwhile
 * are left for the next time: the head is read first, and the walk ends there.
 */
export async function verifyAuditChain(
  db: Database,
  { chain }: { readonly chain: string },
): Promise<ChainVerdict> {
  const head = await readHead(db.client, chain);
  let position: ChainPosition = chainStart;
  let rows = 0;
  while (position.seq < head.seq) {
    const page = await readPage(db.client, chain, position.seq, head.seq);
    for (const row of page) {
      const checked = checkRow(position, row);
      if (typeof checked === 'string') {
        return { intact: false, rows, firstBadSeq: position.seq + 1n, fault: checked };
      }
      position = checked;
      rows += 1;
    }
    if (page.length === 0)
      return { intact: false, rows, firstBadSeq: position.seq + 1n, fault: 'head-mismatch' };
  }
  if (!position.hash.equals(head.hash) || (await hasRowAfter(db.client, chain, head.seq))) {
    return { intact: false, rows, firstBadSeq: position.seq + 1n, fault: 'head-mismatch' };
  }
  return { intact: true, rows, headHash: position.hash.toString('hex') };
}

async function readHead(tx: Tx, chain: string): Promise<Head> {
  const [head] = await tx.$queryRaw<Head[]>`select seq, hash from audit_head where chain = ${chain}`;
  return head ?? chainStart;
}

/** A row past the head that was there before the head was read again: the head was turned back. */
async function hasRowAfter(tx: Tx, chain: string, seq: bigint): Promise<boolean> {
  const found = await tx.$queryRaw<unknown[]>`
    select 1 as found from audit_event e
     where e.chain = ${chain} and e.seq > ${seq}
       and e.seq > coalesce((select h.seq from audit_head h where h.chain = ${chain}), 0)
     limit 1`;
  return found.length > 0;
}

async function readPage(tx: Tx, chain: string, after: bigint, upTo: bigint): Promise<ChainedRow[]> {
  const page = await tx.$queryRaw<StoredRow[]>`
    select chain, seq, (extract(epoch from at) * 1000000)::bigint::text as "atMicros", type, outcome,
           actor_kind as "actorKind", coalesce(actor_id::text, '') as "actorId", actor_name as "actorName",
           coalesce(source_address, '') as "sourceAddress", coalesce(organisation_id::text, '') as "organisationId",
           coalesce(server_id::text, '') as "serverId", coalesce(grant_id::text, '') as "grantId",
           details::text as details, previous_hash as "previousHash", hash
      from audit_event
     where chain = ${chain} and seq > ${after} and seq <= ${upTo}
     order by seq
     limit ${pageRows}`;
  return page.map((row) => ({
    ...row,
    previousHash: Buffer.from(row.previousHash),
    hash: Buffer.from(row.hash),
  }));
}
