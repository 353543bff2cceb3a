/** One sensor as the BMC's own records describe it. */
export interface Sensor {
  /** Unique on this BMC, and the same at each reading. */
  readonly id: string;
  readonly name: string;
  /** e.g. `Temperature`, `Fan`, `Power Supply`. */
  readonly type: string;
  /** `event-only` sensors write events and cannot be read. */
  readonly kind: 'numeric' | 'discrete' | 'event-only';
  /** e.g. `degrees C`; `unspecified` for discrete sensors. */
  readonly unit: string;
  /** What it sits on. Absent where the BMC does not tell. */
  readonly entity?: { readonly id: number; readonly instance: number; readonly name: string };
  /** Over IPMI: sensor number and logical unit on a controller (20h is the BMC). */
  readonly address?: { readonly number: number; readonly lun: number; readonly owner: number };
}

export type SensorHealth = 'ok' | 'non-critical' | 'critical' | 'non-recoverable';

/** In the sensor's unit; absent where the BMC gives none. */
export interface SensorThresholds {
  readonly lowerNonRecoverable?: number;
  readonly lowerCritical?: number;
  readonly lowerNonCritical?: number;
  readonly upperNonCritical?: number;
  readonly upperCritical?: number;
  readonly upperNonRecoverable?: number;
}

export type SensorReading =
  | {
      readonly sensor: Sensor;
      readonly status: 'unavailable';
      readonly thresholds?: SensorThresholds;
    }
  | {
      readonly sensor: Sensor;
      readonly status: 'read';
      /** Present where they come along with the reading (Redfish); elsewhere they are asked for one by one. */
      readonly thresholds?: SensorThresholds;
      /** Absent on discrete sensors. */
      readonly value?: number;
      /** What the BMC compares with its thresholds; absent on discrete sensors. */
      readonly health?: SensorHealth;
      /** Words for each state of a discrete sensor that is set. */
      readonly states: readonly string[];
    };

export interface SensorSource {
  /** Read from the BMC once, and again when its repository or firmware has changed. */
  list(): Promise<readonly Sensor[]>;
  /** One reading for each sensor that is not event-only, in the order of `list`. */
  readAll(): Promise<readonly SensorReading[]>;
  /** `sensor` is one of `list`. */
  read(sensor: Sensor): Promise<SensorReading>;
  thresholds(sensor: Sensor): Promise<SensorThresholds>;
}
