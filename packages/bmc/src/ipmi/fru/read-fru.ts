import { type FruAreaInfo, getFruAreaInfo } from '../commands/storage/get-fru-inventory-area-info.ts';
import { readFruData } from '../commands/storage/read-fru-data.ts';
import { CompletionCode, hasCompletionCode } from '../completion-code.ts';
import type { Session } from '../sessions/session.ts';

const firstChunk = 32;
const smallestChunk = 8;
/** An area is 64 KiB at most by its 16-bit size; no inventory needs a quarter of that. */
const maxImageBytes = 16_384;

/** The image, as far as it can be read; `undefined` when there is no such device. */
export async function readFruImage(session: Session, fruId: number): Promise<Buffer | undefined> {
  const info = await areaInfo(session, fruId);
  if (info === undefined) return undefined;
  const unit = info.access === 'words' ? 2 : 1;
  const size = Math.min(info.sizeBytes, maxImageBytes);
  const pieces: Buffer[] = [];
  let chunk = firstChunk;
  for (let at = 0; at < size; ) {
    const wanted = Math.min(chunk, size - at);
    // A word device cannot give half a word: the odd byte is dropped with the last one.
    const count = Math.ceil(wanted / unit);
    try {
      const { data } = await session.execute(readFruData, { fruId, offset: at / unit, count });
      const piece = data.subarray(0, count * unit);
      if (piece.length === 0 || piece.length % unit !== 0) break;
      pieces.push(piece);
      at += piece.length;
    } catch (error) {
      if (!asksForLess(error)) throw error;
      if (chunk <= smallestChunk) break;
      chunk >>= 1;
    }
  }
  return Buffer.concat(pieces).subarray(0, size);
}

/** Refusals of any kind mean an empty slot: BMCs list devices that are not plugged in. */
async function areaInfo(session: Session, fruId: number): Promise<FruAreaInfo | undefined> {
  try {
    return await session.execute(getFruAreaInfo, { fruId });
  } catch (error) {
    const { notPresent, parameterOutOfRange, invalidData, invalidCommand } = CompletionCode;
    if (
      hasCompletionCode(error, notPresent, parameterOutOfRange, invalidData, invalidCommand, 0x81, 0xc3, 0xff)
    ) {
      return undefined;
    }
    throw error;
  }
}

function asksForLess(error: unknown): boolean {
  const { requestLengthInvalid, requestLengthExceeded, cannotReturnThatMany } = CompletionCode;
  return hasCompletionCode(error, requestLengthInvalid, requestLengthExceeded, cannotReturnThatMany);
}
