/**
 * What a viewer may send to a screen once both handshakes are done (RFC 6143 §7.5 and the community's registry of
 * extensions). A message is read whole, then passed, rewritten or dropped; an unknown type ends the console, since
 * nobody could tell where the next message starts.
 */
import type { ByteQueue } from './byte-queue.ts';

export type ViewerMessages =
  | { readonly ok: true; readonly pass: readonly Buffer[] }
  | { readonly ok: false; readonly detail: string };

const maxEncodings = 256;
const maxCutTextBytes = 32 * 1024;
const maxScreens = 16;
const maxFenceBytes = 64;

interface MessageKind {
  /** Bytes of the whole message once enough of its head is there; `undefined`: more head needed; -1: not allowed. */
  readonly size: (input: ByteQueue) => number | undefined;
  readonly acts: boolean;
  readonly rewrite?: (message: Buffer) => Buffer | undefined;
}

const kinds: ReadonlyMap<number, MessageKind> = new Map<number, MessageKind>([
  [0, { size: () => 20, acts: false }], // SetPixelFormat
  [2, { size: counted(4, 2, 4, maxEncodings), acts: false, rewrite: keepKnownEncodings }], // SetEncodings
  [3, { size: () => 10, acts: false }], // FramebufferUpdateRequest
  [4, { size: () => 8, acts: true }], // KeyEvent
  [5, { size: () => 6, acts: true }], // PointerEvent
  [6, { size: cutTextSize, acts: true }], // ClientCutText
  [150, { size: () => 10, acts: false }], // EnableContinuousUpdates
  [248, { size: fenceSize, acts: false }], // ClientFence
  [250, { size: () => 4, acts: true, rewrite: () => undefined }], // xvp: power buttons, which have a door of their own
  [251, { size: screensSize, acts: true }], // SetDesktopSize
  [255, { size: qemuSize, acts: true }], // QEMU: extended key event only
]);

/** Takes all complete messages from `input`. */
export function readViewerMessages(
  input: ByteQueue,
  options: { readonly readOnly: boolean },
): ViewerMessages {
  const pass: Buffer[] = [];
  for (let type = input.peek(1)?.[0]; type !== undefined; type = input.peek(1)?.[0]) {
    const kind = kinds.get(type);
    const size = kind?.size(input);
    if (kind === undefined || size === -1)
      return { ok: false, detail: `message type ${type} is not allowed` };
    const message = size === undefined ? undefined : input.take(size);
    if (message === undefined) break;
    if (kind.acts && options.readOnly) continue;
    const passed = kind.rewrite ? kind.rewrite(message) : message;
    if (passed) pass.push(passed);
  }
  return { ok: true, pass };
}

/** Size of a head followed by `count` items, the count being 16 bits at `at`. */
function counted(head: number, at: number, item: number, max: number) {
  return (input: ByteQueue): number | undefined => {
    const count = input.peek(head)?.readUInt16BE(at);
    if (count === undefined) return undefined;
    return count > max ? -1 : head + count * item;
  };
}

/** Negative lengths belong to the extended clipboard, which is never announced to a screen. */
function cutTextSize(input: ByteQueue): number | undefined {
  const length = input.peek(8)?.readInt32BE(4);
  if (length === undefined) return undefined;
  return length < 0 || length > maxCutTextBytes ? -1 : 8 + length;
}

function fenceSize(input: ByteQueue): number | undefined {
  const length = input.peek(9)?.[8];
  if (length === undefined) return undefined;
  return length > maxFenceBytes ? -1 : 9 + length;
}

function screensSize(input: ByteQueue): number | undefined {
  const screens = input.peek(8)?.[6];
  if (screens === undefined) return undefined;
  return screens > maxScreens ? -1 : 8 + screens * 16;
}

function qemuSize(input: ByteQueue): number | undefined {
  const subtype = input.peek(2)?.[1];
  if (subtype === undefined) return undefined;
  return subtype === 0 ? 12 : -1;
}

/**
 * Encodings that reach a screen. Left out on purpose: xvp (power), the extended clipboard, extended mouse buttons
 * (it makes pointer messages longer), H.264 (a hostile screen would feed a video decoder).
 */
const knownEncodings: ReadonlySet<number> = new Set([
  ...[0, 1, 2, 5, 6, 7, 16, 21, -260],
  ...[-223, -224, -239, -258, -261, -307, -308, -312, -313, 0x574d5664],
]);

function keepKnownEncodings(message: Buffer): Buffer {
  const count = message.readUInt16BE(2);
  const kept = Array.from({ length: count }, (_, index) => message.readInt32BE(4 + index * 4)).filter(
    isKnown,
  );
  const rewritten = Buffer.alloc(4 + kept.length * 4);
  rewritten[0] = 2;
  rewritten.writeUInt16BE(kept.length, 2);
  for (const [index, encoding] of kept.entries()) rewritten.writeInt32BE(encoding, 4 + index * 4);
  return rewritten;
}

/** The two ranges are Tight's quality and compression levels. */
function isKnown(encoding: number): boolean {
  return (
    knownEncodings.has(encoding) ||
    (encoding >= -32 && encoding <= -23) ||
    (encoding >= -256 && encoding <= -247)
  );
}
