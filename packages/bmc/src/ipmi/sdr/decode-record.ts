import { ByteReader } from '../framing/byte-reader.ts';
import { readTypeLengthText } from '../type-length-text.ts';
import { decodeFactors } from './reading-factors.ts';
import type { ReadingFormula } from './reading-formula.ts';
import type { LocatorRecord, SdrRecord, SensorRecord } from './sensor-record.ts';
import { unitName } from './units.ts';

/** Bytes before the body: id, version, type, length. */
export const sdrHeaderLength = 5;

const threshold = 0x01;

/**
 * Decodes one record, header included. Several sensors come out of a compact or event-only record that
 * describes a run of them. Throws `protocol-violation` where a field is cut off.
 */
export function decodeSdr(bytes: Uint8Array): readonly SdrRecord[] {
  const reader = new ByteReader(bytes);
  const recordId = reader.u16('record id');
  reader.skip(1, 'SDR version');
  const type = reader.u8('record type');
  reader.skip(1, 'record length');
  switch (type) {
    case 0x01:
      return [decodeFull(recordId, reader)];
    case 0x02:
      return decodeCompact(recordId, reader);
    case 0x03:
      return decodeEventOnly(recordId, reader);
    case 0x10:
    case 0x11:
    case 0x12:
      return [decodeLocator(recordId, type, reader)];
    default:
      return [{ kind: 'other', recordId, type }];
  }
}

type SensorPlace = Pick<SensorRecord, 'owner' | 'channel' | 'lun' | 'number' | 'entityId' | 'entityInstance'>;

function decodePlace(reader: ByteReader): SensorPlace {
  const owner = reader.u8('sensor owner');
  const ownerLun = reader.u8('owner LUN');
  return {
    owner,
    channel: ownerLun >> 4,
    lun: ownerLun & 0x03,
    number: reader.u8('sensor number'),
    entityId: reader.u8('entity id'),
    entityInstance: reader.u8('entity instance') & 0x7f,
  };
}

function decodeFull(recordId: number, reader: ByteReader): SensorRecord {
  const place = decodePlace(reader);
  reader.skip(2, 'initialization and capabilities');
  const sensorType = reader.u8('sensor type');
  const eventType = reader.u8('event type') & 0x7f;
  reader.skip(6, 'event and reading masks');
  const unitFlags = reader.u8('units');
  const unit = unitName(unitFlags, reader.u8('base unit'), reader.u8('modifier unit'));
  const linearization = reader.u8('linearization') & 0x7f;
  const factors = decodeFactors(reader);
  reader.skip(17, 'analog characteristics, thresholds and OEM');
  const format = analogFormat(unitFlags >> 6);
  const formula = format === undefined ? {} : { formula: { format, linearization, factors } };
  const name = readTypeLengthText(reader, 'sdr');
  return { kind: 'full', recordId, ...place, sensorType, eventType, unit, ...formula, name };
}

/** Raw values of thresholds are compared unsigned where a record declares no analog format. */
function analogFormat(code: number): ReadingFormula['format'] | undefined {
  return (['unsigned', 'ones-complement', 'twos-complement'] as const)[code];
}

function decodeCompact(recordId: number, reader: ByteReader): readonly SensorRecord[] {
  const place = decodePlace(reader);
  reader.skip(2, 'initialization and capabilities');
  const sensorType = reader.u8('sensor type');
  const eventType = reader.u8('event type') & 0x7f;
  reader.skip(6, 'event and reading masks');
  const unit = unitName(reader.u8('units'), reader.u8('base unit'), reader.u8('modifier unit'));
  const sharing = decodeSharing(reader);
  reader.skip(6, 'hysteresis and OEM');
  const name = readTypeLengthText(reader, 'sdr');
  const sensor = { kind: 'compact', recordId, ...place, sensorType, eventType, unit, name } as const;
  return shared(sensor, sharing);
}

function decodeEventOnly(recordId: number, reader: ByteReader): readonly SensorRecord[] {
  const place = decodePlace(reader);
  const sensorType = reader.u8('sensor type');
  const eventType = reader.u8('event type') & 0x7f;
  const sharing = decodeSharing(reader);
  reader.skip(2, 'reserved and OEM');
  const name = readTypeLengthText(reader, 'sdr');
  const unit = 'unspecified';
  return shared({ kind: 'event-only', recordId, ...place, sensorType, eventType, unit, name }, sharing);
}

interface Sharing {
  readonly count: number;
  readonly suffix: 'number' | 'letter';
  readonly firstSuffix: number;
  readonly instancesCount: boolean;
}

function decodeSharing(reader: ByteReader): Sharing {
  const first = reader.u8('record sharing 1');
  const second = reader.u8('record sharing 2');
  return {
    count: Math.max(1, first & 0x0f),
    suffix: ((first >> 4) & 3) === 1 ? 'letter' : 'number',
    firstSuffix: second & 0x7f,
    instancesCount: (second & 0x80) !== 0,
  };
}

function shared(sensor: SensorRecord, sharing: Sharing): readonly SensorRecord[] {
  if (sharing.count === 1) return [sensor];
  return Array.from({ length: sharing.count }, (_, index) => ({
    ...sensor,
    number: (sensor.number + index) & 0xff,
    entityInstance: sensor.entityInstance + (sharing.instancesCount ? index : 0),
    name: `${sensor.name}${suffix(sharing, index)}`,
  }));
}

function suffix(sharing: Sharing, index: number): string {
  const value = sharing.firstSuffix + index;
  if (sharing.suffix === 'number') return String(value);
  const letter = String.fromCharCode(0x41 + (value % 26));
  return value < 26 ? letter : `${String.fromCharCode(0x40 + Math.floor(value / 26))}${letter}`;
}

function decodeLocator(recordId: number, type: 0x10 | 0x11 | 0x12, reader: ByteReader): LocatorRecord {
  const address = reader.u8('device address');
  const second = reader.u8('second address');
  const third = reader.u8('access');
  reader.skip(4, 'channel, type and modifier');
  const entityId = reader.u8('entity id');
  const entityInstance = reader.u8('entity instance') & 0x7f;
  reader.skip(1, 'OEM');
  const name = readTypeLengthText(reader, 'sdr');
  const logical = type === 0x11 && (third & 0x80) !== 0;
  const kind = type === 0x10 ? 'device' : type === 0x11 ? 'fru' : 'controller';
  return { kind, recordId, address, ...(logical ? { fruId: second } : {}), entityId, entityInstance, name };
}

/** Whether the sensor compares its reading with thresholds. */
export function hasThresholds(sensor: SensorRecord): boolean {
  return sensor.eventType === threshold;
}
