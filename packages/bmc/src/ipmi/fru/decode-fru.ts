/** FRU inventory, Platform Management FRU Information Storage Definition 1.0 §8 to §16. */
import type { FruArea, FruField, FruInventory } from '../../capabilities.ts';
import { BmcError } from '../../errors.ts';
import { ByteReader } from '../framing/byte-reader.ts';
import { checksum } from '../framing/ipmi-message.ts';
import { readTypeLengthText } from '../type-length-text.ts';

const unit = 8;
const headerLength = 8;
const endOfFields = 0xc1;
const maxFields = 64;
const minutesMs = 60_000;
const boardEpochMs = Date.UTC(1996, 0, 1);

const fieldNames = {
  chassis: ['part number', 'serial number'],
  board: ['manufacturer', 'product', 'serial number', 'part number', 'FRU file id'],
  product: ['manufacturer', 'product', 'part number', 'version', 'serial number', 'asset tag', 'FRU file id'],
} as const;

const chassisTypes: readonly string[] = [
  'Unspecified',
  'Other',
  'Unknown',
  'Desktop',
  'Low Profile Desktop',
  'Pizza Box',
  'Mini Tower',
  'Tower',
  'Portable',
  'LapTop',
  'Notebook',
  'Hand Held',
  'Docking Station',
  'All in One',
  'Sub Notebook',
  'Space-saving',
  'Lunch Box',
  'Main Server Chassis',
  'Expansion Chassis',
  'SubChassis',
  'Bus Expansion Chassis',
  'Peripheral Chassis',
  'RAID Chassis',
  'Rack Mount Chassis',
];

/**
 * Decodes an image as far as it goes. Areas with a wrong checksum are kept and marked; an area that is cut
 * off or points outside is left out, and `complete` is false. Never throws for what an image holds.
 */
export function decodeFru(image: Buffer): FruInventory {
  const [version = 0, , chassisAt = 0, boardAt = 0, productAt = 0, multirecordAt = 0] = image;
  if (image.length < headerLength || (version & 0x0f) !== 1) {
    return { checksumValid: false, complete: false, multirecords: 0 };
  }
  const chassis = area(image, chassisAt, decodeChassis);
  const board = area(image, boardAt, decodeBoard);
  const product = area(image, productAt, decodeProduct);
  const records = countMultirecords(image, multirecordAt * unit);
  const cut = [chassis, board, product].includes('cut') || !records.complete;
  return {
    checksumValid: checksum(image.subarray(0, headerLength)) === 0,
    complete: !cut,
    ...(typeof chassis === 'object' ? { chassis } : {}),
    ...(typeof board === 'object' ? { board } : {}),
    ...(typeof product === 'object' ? { product } : {}),
    multirecords: records.count,
  };
}

/** `undefined`: the image has no such area. */
function area<T extends FruArea>(
  image: Buffer,
  offset: number,
  decode: (bytes: Buffer) => T,
): T | 'cut' | undefined {
  if (offset === 0) return undefined;
  const start = offset * unit;
  const length = (image[start + 1] ?? 0) * unit;
  if (length === 0 || start >= image.length) return 'cut';
  return orCut(() => decode(image.subarray(start, start + length)));
}

function orCut<T>(decode: () => T): T | 'cut' {
  try {
    return decode();
  } catch (error) {
    if (error instanceof BmcError && error.code === 'protocol-violation') return 'cut';
    throw error;
  }
}

function decodeChassis(bytes: Buffer): NonNullable<FruInventory['chassis']> {
  const reader = areaReader(bytes);
  const type = reader.u8('chassis type');
  return {
    type: chassisTypes[type] ?? `type ${type}`,
    ...readFields(reader, fieldNames.chassis),
    checksumValid: checksum(bytes) === 0,
  };
}

function decodeBoard(bytes: Buffer): NonNullable<FruInventory['board']> {
  const reader = areaReader(bytes);
  reader.skip(1, 'language');
  const minutes = reader.u24('manufacturing date');
  const made = minutes === 0 ? {} : { manufacturedAt: new Date(boardEpochMs + minutes * minutesMs) };
  return { ...made, ...readFields(reader, fieldNames.board), checksumValid: checksum(bytes) === 0 };
}

function decodeProduct(bytes: Buffer): NonNullable<FruInventory['product']> {
  const reader = areaReader(bytes);
  reader.skip(1, 'language');
  return { ...readFields(reader, fieldNames.product), checksumValid: checksum(bytes) === 0 };
}

function areaReader(bytes: Buffer): ByteReader {
  const reader = new ByteReader(bytes);
  reader.skip(2, 'area version and length');
  return reader;
}

/** Named fields in their order, then what the maker added, up to the end mark or the end of the area. */
function readFields(reader: ByteReader, names: readonly string[]): { readonly fields: readonly FruField[] } {
  const fields: FruField[] = [];
  for (let index = 0; index < maxFields && reader.remaining > 0; index++) {
    if (reader.peek('type/length') === endOfFields) break;
    const value = readTypeLengthText(reader, 'fru');
    fields.push({ name: names[index] ?? 'extra', value });
  }
  return { fields };
}

/** Multirecords are walked, not decoded: five bytes of head, bit 7 of the second marks the last. */
function countMultirecords(
  image: Buffer,
  start: number,
): { readonly count: number; readonly complete: boolean } {
  if (start === 0) return { count: 0, complete: true };
  for (let at = start, count = 0; ; count++) {
    const flags = image[at + 1];
    const length = image[at + 2];
    if (flags === undefined || length === undefined) return { count, complete: false };
    if ((flags & 0x80) !== 0) return { count: count + 1, complete: at + 5 + length <= image.length };
    at += 5 + length;
  }
}
