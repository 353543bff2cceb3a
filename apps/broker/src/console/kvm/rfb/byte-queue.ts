/** Bytes of a stream that arrived and were not used yet. Reading never goes past what is there. */
export interface ByteQueue {
  push(bytes: Uint8Array): void;
  readonly length: number;
  /** A view of the first `count` bytes, or `undefined` while fewer are there; does not consume. */
  peek(count: number): Buffer | undefined;
  /** Like `peek`, and consumes. */
  take(count: number): Buffer | undefined;
}

export function createByteQueue(): ByteQueue {
  let pending: Buffer = Buffer.alloc(0);
  const peek = (count: number) => (pending.length < count ? undefined : pending.subarray(0, count));
  return {
    push(bytes) {
      pending = pending.length === 0 ? Buffer.from(bytes) : Buffer.concat([pending, bytes]);
    },
    get length() {
      return pending.length;
    },
    peek,
    take(count) {
      const taken = peek(count);
      if (taken) pending = pending.subarray(count);
      return taken;
    },
  };
}
