/**
 * A value that must not be printed. It shows as `[secret]` wherever a value is turned into text,
 * throws when something tries to serialise it, and hands its bytes to a callback that must not keep them.
 */
export class Secret {
  readonly #bytes: Buffer;

  /** Text is taken as UTF-8; bytes are copied. */
  constructor(value: string | Uint8Array) {
    this.#bytes = typeof value === 'string' ? Buffer.from(value, 'utf8') : Buffer.from(value);
  }

  /** Length in bytes (of the UTF-8 form), so that callers can check limits without opening it. */
  get byteLength(): number {
    return this.#bytes.length;
  }

  /** Calls `use` with a fresh copy of the bytes and zeroes the copy afterwards. */
  withBytes<T>(use: (bytes: Buffer) => T): T {
    const bytes = Buffer.from(this.#bytes);
    try {
      return use(bytes);
    } finally {
      bytes.fill(0);
    }
  }

  toString(): string {
    return '[secret]';
  }

  toJSON(): never {
    throw new TypeError('a Secret cannot be serialised');
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return '[secret]';
  }
}
