import { malformed } from '../malformed.ts';

/**
 * Reads little-endian fields front to back. Each read checks what is left, because `subarray` clips and
 * indexing past the end is `undefined`: both are silent.
 */
export class ByteReader {
  readonly #bytes: Buffer;
  #offset = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get remaining(): number {
    return this.#bytes.length - this.#offset;
  }

  u8(field: string): number {
    return this.#bytes.readUInt8(this.#advance(1, field));
  }

  /** The next byte, which stays to be read. */
  peek(field: string): number {
    const value = this.u8(field);
    this.#offset -= 1;
    return value;
  }

  u16(field: string): number {
    return this.#bytes.readUInt16LE(this.#advance(2, field));
  }

  u24(field: string): number {
    return this.#bytes.readUIntLE(this.#advance(3, field), 3);
  }

  u32(field: string): number {
    return this.#bytes.readUInt32LE(this.#advance(4, field));
  }

  /** A view, not a copy. */
  bytes(length: number, field: string): Buffer {
    const start = this.#advance(length, field);
    return this.#bytes.subarray(start, start + length);
  }

  skip(length: number, field: string): void {
    this.#advance(length, field);
  }

  /** Everything that is left, as a view. */
  rest(): Buffer {
    return this.bytes(this.remaining, 'rest');
  }

  /** Throws when bytes are left over. */
  end(what: string): void {
    if (this.remaining > 0) throw malformed(`${what} is too long`);
  }

  #advance(length: number, field: string): number {
    if (this.remaining < length) throw malformed(`${field} is cut off`);
    const start = this.#offset;
    this.#offset += length;
    return start;
  }
}
