import { colours, palette } from './palette.ts';

/** How a viewer wants its pixels (RFC 6143 §7.4). True colour only. */
export interface PixelFormat {
  readonly bitsPerPixel: 8 | 16 | 32;
  readonly bigEndian: boolean;
  readonly redMax: number;
  readonly greenMax: number;
  readonly blueMax: number;
  readonly redShift: number;
  readonly greenShift: number;
  readonly blueShift: number;
}

export const defaultPixelFormat: PixelFormat = {
  bitsPerPixel: 32,
  bigEndian: false,
  redMax: 255,
  greenMax: 255,
  blueMax: 255,
  redShift: 16,
  greenShift: 8,
  blueShift: 0,
};

const DEPTHS = { 8: 8, 16: 16, 32: 24 } as const;

/** The 16 bytes of a pixel format. */
export function encodePixelFormat(format: PixelFormat): Buffer {
  const bytes = Buffer.alloc(16);
  bytes[0] = format.bitsPerPixel;
  bytes[1] = DEPTHS[format.bitsPerPixel];
  bytes[2] = format.bigEndian ? 1 : 0;
  bytes[3] = 1;
  bytes.writeUInt16BE(format.redMax, 4);
  bytes.writeUInt16BE(format.greenMax, 6);
  bytes.writeUInt16BE(format.blueMax, 8);
  bytes[10] = format.redShift;
  bytes[11] = format.greenShift;
  bytes[12] = format.blueShift;
  return bytes;
}

/** `undefined` for colour maps and for depths that we do not draw. */
export function decodePixelFormat(bytes: Buffer): PixelFormat | undefined {
  const bitsPerPixel = bytes[0];
  const trueColour = bytes[3] !== 0;
  if ((bitsPerPixel !== 8 && bitsPerPixel !== 16 && bitsPerPixel !== 32) || !trueColour) return undefined;
  return {
    bitsPerPixel,
    bigEndian: bytes[2] !== 0,
    redMax: bytes.readUInt16BE(4),
    greenMax: bytes.readUInt16BE(6),
    blueMax: bytes.readUInt16BE(8),
    redShift: bytes.readUInt8(10),
    greenShift: bytes.readUInt8(11),
    blueShift: bytes.readUInt8(12),
  };
}

/** Writes a run of palette indexes as pixels. */
export type PixelWriter = (indexes: Uint8Array, target: Buffer, offset: number) => void;

/** A writer for this format, with the whole palette turned over beforehand. */
export function createPixelWriter(format: PixelFormat): PixelWriter {
  const size = format.bitsPerPixel / 8;
  const table = colours.map((colour) => encodeColour(palette[colour], format));
  return (indexes, target, offset) => {
    let at = offset;
    for (const index of indexes) {
      const bytes = table[index] ?? [];
      for (let part = 0; part < size; part += 1) target[at + part] = bytes[part] ?? 0;
      at += size;
    }
  };
}

function encodeColour(rgb: number, format: PixelFormat): readonly number[] {
  const red = scale((rgb >> 16) & 0xff, format.redMax) * 2 ** format.redShift;
  const green = scale((rgb >> 8) & 0xff, format.greenMax) * 2 ** format.greenShift;
  const blue = scale(rgb & 0xff, format.blueMax) * 2 ** format.blueShift;
  const value = Buffer.alloc(4);
  value.writeUInt32LE((red + green + blue) % 2 ** 32);
  const bytes = [...value.subarray(0, format.bitsPerPixel / 8)];
  return format.bigEndian ? bytes.reverse() : bytes;
}

function scale(component: number, max: number): number {
  return Math.round((component * max) / 255);
}
