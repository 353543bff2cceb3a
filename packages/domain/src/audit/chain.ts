import { createHash } from 'node:crypto';

/** A stored audit row in the form that its hash covers: every field as text, absent ones as the empty string. */
export interface ChainedRow {
  readonly chain: string;
  readonly seq: bigint;
  /** Microseconds since 1970 UTC, as text. */
  readonly atMicros: string;
  readonly type: string;
  readonly outcome: string;
  readonly actorKind: string;
  readonly actorId: string;
  readonly actorName: string;
  readonly sourceAddress: string;
  readonly organisationId: string;
  readonly serverId: string;
  readonly grantId: string;
  /** Postgres' own text form of the jsonb value, which is canonical. */
  readonly details: string;
  readonly previousHash: Buffer;
  readonly hash: Buffer;
}

/** The hash that stands before the first row of a chain. */
export const genesisHash = Buffer.alloc(32);

/**
 * SHA-256 over the previous hash and the row's fields, each prefixed with its length in bytes (uint32, big
 * endian) so that no two rows share an encoding. The insert trigger in the database computes the same in SQL;
 * this one is written separately, so that neither can be wrong alone.
 */
export function hashRow(row: Omit<ChainedRow, 'hash'>): Buffer {
  const hash = createHash('sha256').update(row.previousHash);
  const fields = [
    row.chain,
    row.seq.toString(),
    row.atMicros,
    row.type,
    row.outcome,
    row.actorKind,
    row.actorId,
    row.actorName,
    row.sourceAddress,
    row.organisationId,
    row.serverId,
    row.grantId,
    row.details,
  ];
  for (const field of fields) {
    const bytes = Buffer.from(field, 'utf8');
    const length = Buffer.alloc(4);
    length.writeUInt32BE(bytes.length);
    hash.update(length).update(bytes);
  }
  return hash.digest();
}

export type ChainFault = 'gap' | 'broken-link' | 'wrong-hash' | 'head-mismatch';
export type ChainVerdict =
  | { readonly intact: true; readonly rows: number; readonly headHash: string }
  | {
      readonly intact: false;
      readonly rows: number;
      readonly firstBadSeq: bigint;
      readonly fault: ChainFault;
    };

export interface ChainPosition {
  readonly seq: bigint;
  readonly hash: Buffer;
}

export const chainStart: ChainPosition = { seq: 0n, hash: genesisHash };

/** Checks one row against the row before it. Returns the fault, or the position to go on from. */
export function checkRow(previous: ChainPosition, row: ChainedRow): ChainPosition | ChainFault {
  if (row.seq !== previous.seq + 1n) return 'gap';
  if (!row.previousHash.equals(previous.hash)) return 'broken-link';
  if (!hashRow(row).equals(row.hash)) return 'wrong-hash';
  return { seq: row.seq, hash: row.hash };
}
