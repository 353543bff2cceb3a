import { type Area, type Frame, WIDTH } from './frame.ts';
import type { PixelFormat, PixelWriter } from './pixel-format.ts';
import { decodePixelFormat } from './pixel-format.ts';

/** What a viewer may say after the handshake (RFC 6143 §7.5). */
export type ClientMessage =
  | { readonly kind: 'set-pixel-format'; readonly format: PixelFormat }
  | { readonly kind: 'set-encodings'; readonly encodings: readonly number[] }
  | { readonly kind: 'update-request'; readonly incremental: boolean }
  | { readonly kind: 'key'; readonly keysym: number; readonly down: boolean }
  | { readonly kind: 'pointer' }
  | { readonly kind: 'cut-text' };

export type ParsedMessage =
  | { readonly length: number; readonly message: ClientMessage }
  /** More bytes are needed. */
  | 'incomplete'
  /** Not a message that we know: the stream cannot be followed any further. */
  | 'unknown';

/** Clipboards larger than this are not for a firmware console. */
const LONGEST_TEXT = 65_536;

/** The first message in `bytes`, or what keeps us from it. */
export function parseClientMessage(bytes: Buffer): ParsedMessage {
  switch (bytes[0]) {
    case undefined:
      return 'incomplete';
    case 0:
      return fixed(bytes, 20, () => {
        const format = decodePixelFormat(bytes.subarray(4, 20));
        return format === undefined ? undefined : { kind: 'set-pixel-format', format };
      });
    case 2:
      return parseSetEncodings(bytes);
    case 3:
      return fixed(bytes, 10, () => ({ kind: 'update-request', incremental: bytes[1] !== 0 }));
    case 4:
      return fixed(bytes, 8, () => ({ kind: 'key', down: bytes[1] !== 0, keysym: bytes.readUInt32BE(4) }));
    case 5:
      return fixed(bytes, 6, () => ({ kind: 'pointer' }));
    case 6:
      return parseCutText(bytes);
    default:
      return 'unknown';
  }
}

function fixed(bytes: Buffer, length: number, read: () => ClientMessage | undefined): ParsedMessage {
  if (bytes.length < length) return 'incomplete';
  const message = read();
  return message === undefined ? 'unknown' : { length, message };
}

function parseSetEncodings(bytes: Buffer): ParsedMessage {
  if (bytes.length < 4) return 'incomplete';
  const count = bytes.readUInt16BE(2);
  const length = 4 + 4 * count;
  if (bytes.length < length) return 'incomplete';
  const encodings = Array.from({ length: count }, (_, index) => bytes.readInt32BE(4 + 4 * index));
  return { length, message: { kind: 'set-encodings', encodings } };
}

function parseCutText(bytes: Buffer): ParsedMessage {
  if (bytes.length < 8) return 'incomplete';
  const textLength = bytes.readUInt32BE(4);
  if (textLength > LONGEST_TEXT) return 'unknown';
  const length = 8 + textLength;
  return bytes.length < length ? 'incomplete' : { length, message: { kind: 'cut-text' } };
}

/** FramebufferUpdate with one raw rectangle for each area (RFC 6143 §7.6.1, §7.7.1). */
export function encodeRawUpdate(
  frame: Frame,
  areas: readonly Area[],
  format: PixelFormat,
  writePixels: PixelWriter,
): Buffer {
  const head = Buffer.alloc(4);
  head.writeUInt16BE(areas.length, 2);
  return Buffer.concat([head, ...areas.map((area) => encodeRawRectangle(frame, area, format, writePixels))]);
}

function encodeRawRectangle({ pixels }: Frame, area: Area, format: PixelFormat, write: PixelWriter): Buffer {
  const rowBytes = area.width * (format.bitsPerPixel / 8);
  const bytes = Buffer.alloc(12 + rowBytes * area.height);
  bytes.writeUInt16BE(area.x, 0);
  bytes.writeUInt16BE(area.y, 2);
  bytes.writeUInt16BE(area.width, 4);
  bytes.writeUInt16BE(area.height, 6);
  // Encoding 0, raw, is already there.
  for (let row = 0; row < area.height; row += 1) {
    const start = (area.y + row) * WIDTH + area.x;
    write(pixels.subarray(start, start + area.width), bytes, 12 + row * rowBytes);
  }
  return bytes;
}
