/**
 * One record on one line: a checksum, a space, JSON, a line feed. A line is true as a whole or not at all, and no line
 * needs another one to be read.
 */
import { createHash } from 'node:crypto';

const checksumLength = 16;
const lineFeed = 0x0a;

export function encodeLine(record: object): Buffer {
  const json = JSON.stringify(record);
  return Buffer.from(`${checksumOf(json)} ${json}\n`);
}

export interface ReadLines {
  /** What the whole lines hold, in their order; not yet checked for its shape. */
  readonly records: readonly unknown[];
  /** Lines in the middle that are not what was written: a failing disk, a hand that edited. */
  readonly damaged: number;
  /** Bytes up to the end of the last line that is whole. What follows was being written when the power went. */
  readonly wholeBytes: number;
}

/** Reads all lines. Never throws: what cannot be trusted is counted, not believed. */
export function readLines(bytes: Uint8Array): ReadLines {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const records: unknown[] = [];
  let damaged = 0;
  let wholeBytes = 0;
  let at = 0;
  for (;;) {
    const end = text.indexOf(lineFeed, at);
    if (end === -1) break;
    const record = decodeLine(text.toString('utf8', at, end));
    at = end + 1;
    if (record === undefined) {
      damaged += 1;
      continue;
    }
    records.push(record);
    wholeBytes = at;
  }
  // A damaged end may be a torn write whose rest happens to hold a line feed: it is cut off with the rest.
  return { records, damaged, wholeBytes };
}

function decodeLine(line: string): unknown {
  const json = line.slice(checksumLength + 1);
  if (line[checksumLength] !== ' ' || line.slice(0, checksumLength) !== checksumOf(json)) return undefined;
  try {
    return JSON.parse(json);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** Against accidents, not against people: who may write this file may write the checksum too. */
function checksumOf(json: string): string {
  return createHash('sha256').update(json).digest('hex').slice(0, checksumLength);
}
