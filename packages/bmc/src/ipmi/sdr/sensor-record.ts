/** What a sensor data record says, decoded: types of IPMI 2.0 §43. */
import type { ReadingFormula } from './reading-formula.ts';

/** A sensor of a full (01h), compact (02h) or event-only (03h) record. */
export interface SensorRecord {
  readonly kind: 'full' | 'compact' | 'event-only';
  readonly recordId: number;
  /** Slave address of the controller that owns the sensor (20h is the BMC), or a software id (bit 0 set). */
  readonly owner: number;
  readonly channel: number;
  readonly lun: number;
  readonly number: number;
  readonly entityId: number;
  readonly entityInstance: number;
  readonly sensorType: number;
  readonly eventType: number;
  readonly unit: string;
  /** Absent: the sensor has states, no number. */
  readonly formula?: ReadingFormula;
  readonly name: string;
}

/** Where a device, a FRU or another controller is: records 10h, 11h and 12h. */
export interface LocatorRecord {
  readonly kind: 'device' | 'fru' | 'controller';
  readonly recordId: number;
  readonly address: number;
  /** FRU ids that can be read over Read FRU Data; absent for others. */
  readonly fruId?: number;
  readonly entityId: number;
  readonly entityInstance: number;
  readonly name: string;
}

/** A record of a type that is not decoded: entity associations, OEM. */
export interface OtherRecord {
  readonly kind: 'other';
  readonly recordId: number;
  readonly type: number;
}

export type SdrRecord = SensorRecord | LocatorRecord | OtherRecord;

export function isSensorRecord(record: SdrRecord): record is SensorRecord {
  return record.kind === 'full' || record.kind === 'compact' || record.kind === 'event-only';
}
