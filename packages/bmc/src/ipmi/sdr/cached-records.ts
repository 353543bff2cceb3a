import type { SdrRecord } from './sensor-record.ts';

/** Records and what they were read under; other values of `key` mean that they have to be read again. */
export interface CachedSensorRecords {
  /** BMC identity and the repository's timestamps. */
  readonly key: string;
  readonly records: readonly SdrRecord[];
}
