/**
 * The walk over a repository. Tolerates what firmware does: a lost reservation (C5h), whole records that
 * cannot be returned (CAh and relatives), wrong counts and record ids, a missing end mark, loops.
 */
import { BmcError } from '../../errors.ts';
import type { SdrChunk, SdrRead } from '../commands/sdr-chunk.ts';
import { CompletionCode, hasCompletionCode } from '../completion-code.ts';
import { malformed } from '../malformed.ts';
import { decodeSdr, sdrHeaderLength } from './decode-record.ts';
import type { SdrRecord } from './sensor-record.ts';

/** A repository as commands: the BMC's own, or the device SDRs of one logical unit. */
export interface SdrSource {
  /** The reservation, or 0 where the BMC does not know reservations (seen: Artesyn). */
  reserve(): Promise<number>;
  read(request: SdrRead): Promise<SdrChunk>;
}

/** More than any BMC has; a repository is 64 KiB at most and a record 5 bytes at least. */
const maxRecords = 4_096;
const endMark = 0xffff;
const wholeRecord = 0xff;
const firstChunk = 32;
const smallestChunk = 4;
const maxReservations = 10;

/** Every record that can be decoded, in the repository's order. A record that cannot is left out. */
export async function readRepository(source: SdrSource): Promise<readonly SdrRecord[]> {
  const reader = createRecordReader(source);
  const records: SdrRecord[] = [];
  const seen = new Set<number>();
  for (let id = 0; id !== endMark && !seen.has(id) && seen.size < maxRecords; ) {
    seen.add(id);
    const read = await readOrEnd(reader, id);
    if (read === undefined) break;
    records.push(...decodeQuietly(read.data));
    // Some firmware names the record that it has just given as the next one: that is the end, too.
    id = read.nextRecordId;
  }
  return records;
}

/** A refusal after the first record is how some BMCs end (seen: C3h on a Dell FC830, CBh elsewhere). */
async function readOrEnd(reader: RecordReader, id: number): Promise<SdrChunk | undefined> {
  try {
    return await reader(id);
  } catch (error) {
    const { notPresent, timeout, parameterOutOfRange } = CompletionCode;
    const ended =
      hasCompletionCode(error, notPresent, parameterOutOfRange) ||
      (id !== 0 && hasCompletionCode(error, timeout));
    if (ended) return undefined;
    throw error;
  }
}

function decodeQuietly(data: Buffer): readonly SdrRecord[] {
  try {
    return decodeSdr(data);
  } catch (error) {
    if (error instanceof BmcError && error.code === 'protocol-violation') return [];
    throw error;
  }
}

type RecordReader = (recordId: number) => Promise<SdrChunk>;

/** Reads whole records while the BMC can return them; after its first refusal, piece by piece. */
function createRecordReader(source: SdrSource): RecordReader {
  let reservation: number | undefined;
  let reservations = 0;
  let inPieces = false;
  let chunk = firstChunk;

  async function read(recordId: number, offset: number, count: number): Promise<SdrChunk> {
    for (;;) {
      reservation ??= await source.reserve();
      try {
        return await source.read({ reservation, recordId, offset, count });
      } catch (error) {
        reservations += 1;
        if (!hasCompletionCode(error, CompletionCode.reservationLost) || reservations > maxReservations)
          throw error;
        reservation = undefined;
      }
    }
  }

  async function readInPieces(recordId: number): Promise<SdrChunk> {
    const head = await read(recordId, 0, sdrHeaderLength);
    const total = sdrHeaderLength + (head.data[sdrHeaderLength - 1] ?? 0);
    const pieces = [head.data.subarray(0, sdrHeaderLength)];
    if (head.data.length < sdrHeaderLength) throw malformed('SDR header');
    for (let offset = sdrHeaderLength; offset < total; ) {
      const piece = await readShrinking(recordId, offset, total - offset);
      if (piece.length === 0) break;
      pieces.push(piece);
      offset += piece.length;
    }
    return { nextRecordId: head.nextRecordId, data: Buffer.concat(pieces) };
  }

  async function readShrinking(recordId: number, offset: number, left: number): Promise<Buffer> {
    for (;;) {
      const count = Math.min(chunk, left);
      try {
        const { data } = await read(recordId, offset, count);
        return data.subarray(0, count);
      } catch (error) {
        if (!asksForLess(error) || count <= smallestChunk) throw error;
        chunk = Math.max(smallestChunk, count >> 1);
      }
    }
  }

  return async (recordId) => {
    if (!inPieces) {
      const whole = await tryWhole(recordId);
      if (whole !== undefined) return whole;
      inPieces = true;
    }
    return readInPieces(recordId);
  };

  async function tryWhole(recordId: number): Promise<SdrChunk | undefined> {
    try {
      const whole = await read(recordId, 0, wholeRecord);
      // Seen: Xyratex returns less than the whole and does not say so.
      const total = sdrHeaderLength + (whole.data[sdrHeaderLength - 1] ?? wholeRecord);
      return whole.data.length >= total ? { ...whole, data: whole.data.subarray(0, total) } : undefined;
    } catch (error) {
      if (asksForLess(error)) return undefined;
      throw error;
    }
  }
}

function asksForLess(error: unknown): boolean {
  const { requestLengthInvalid, requestLengthExceeded, cannotReturnThatMany, unspecified } = CompletionCode;
  return hasCompletionCode(
    error,
    requestLengthInvalid,
    requestLengthExceeded,
    cannotReturnThatMany,
    unspecified,
  );
}
