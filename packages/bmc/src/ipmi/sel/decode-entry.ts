import { selEntryLength } from '../commands/storage/get-sel-entry.ts';
import { ByteReader } from '../framing/byte-reader.ts';

/** One entry of the system event log as its bytes say it, IPMI 2.0 §32. */
export type SelEntry = SystemEventEntry | OemEntry;

export interface SystemEventEntry {
  readonly kind: 'system';
  readonly recordId: number;
  /** Seconds as the BMC wrote them; below 20000000h they count from its start, FFFFFFFFh is unknown. */
  readonly seconds: number;
  /** Slave address of the controller, or a software id when bit 0 is set. */
  readonly generator: number;
  readonly generatorLun: number;
  readonly sensorType: number;
  readonly sensorNumber: number;
  readonly eventType: number;
  readonly deasserted: boolean;
  /** Three bytes. */
  readonly data: Buffer;
}

export interface OemEntry {
  readonly kind: 'oem';
  readonly recordId: number;
  readonly type: number;
  /** Types C0h to DFh only. */
  readonly seconds: number | undefined;
  readonly manufacturerId: number | undefined;
  readonly data: Buffer;
}

/** Decodes 16 bytes. Throws `protocol-violation` for fewer. */
export function decodeSelEntry(bytes: Uint8Array): SelEntry {
  const reader = new ByteReader(bytes);
  const recordId = reader.u16('record id');
  const type = reader.u8('record type');
  if (type >= 0xe0) return oemEntry(recordId, type, reader.bytes(selEntryLength - 3, 'OEM data'));
  const seconds = reader.u32('time');
  if (type >= 0xc0) {
    const manufacturerId = reader.u24('manufacturer id');
    return { ...oemEntry(recordId, type, reader.bytes(6, 'OEM data')), seconds, manufacturerId };
  }
  const generator = reader.u8('generator');
  const generatorLun = reader.u8('generator LUN') & 0x03;
  reader.skip(1, 'event format');
  const sensorType = reader.u8('sensor type');
  const sensorNumber = reader.u8('sensor number');
  const direction = reader.u8('event direction and type');
  return {
    kind: 'system',
    recordId,
    seconds,
    generator,
    generatorLun,
    sensorType,
    sensorNumber,
    eventType: direction & 0x7f,
    deasserted: (direction & 0x80) !== 0,
    data: Buffer.from(reader.bytes(3, 'event data')),
  };
}

function oemEntry(recordId: number, type: number, data: Buffer): OemEntry {
  return {
    kind: 'oem',
    recordId,
    type,
    seconds: undefined,
    manufacturerId: undefined,
    data: Buffer.from(data),
  };
}
