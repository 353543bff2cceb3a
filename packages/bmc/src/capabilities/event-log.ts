export type BmcEventTime =
  /** Seconds since 1970 by the BMC's clock, whose time zone nobody specifies. */
  | { readonly kind: 'bmc-clock'; readonly seconds: number }
  /** Seconds since the BMC started: its clock was not set. */
  | { readonly kind: 'since-start'; readonly seconds: number }
  | { readonly kind: 'unknown' };

export interface BmcEvent {
  /** As the BMC names it (over IPMI: hexadecimal digits). Not stable: a cleared or compacted log gives it away again. */
  readonly recordId: string;
  readonly time: BmcEventTime;
  /** e.g. `Temperature`; `OEM` for records that only their maker can read. */
  readonly sensorType: string;
  /** Absent when no sensor of the BMC fits. */
  readonly sensorName?: string;
  readonly sensorNumber?: number;
  /** e.g. `Upper Critical going high`. */
  readonly description: string;
  readonly asserted: boolean;
  /** What crossed a threshold, where the event holds it. */
  readonly reading?:
    | { readonly value: number; readonly threshold: number; readonly unit: string }
    | undefined;
  /** Over IPMI: the 16 bytes as hexadecimal digits. */
  readonly raw?: string;
}

export interface EventLogInfo {
  readonly entries: number;
  /** Absent where the BMC does not tell. */
  readonly freeBytes?: number;
  /** Seconds of the BMC's clock; FFFFFFFFh when unknown. */
  readonly lastAddition?: number;
  readonly lastErase?: number;
  /** Events were lost for want of room. */
  readonly overflow: boolean;
}

export interface EventLog {
  info(): Promise<EventLogInfo>;
  /** Every event, oldest first. */
  read(): Promise<readonly BmcEvent[]>;
  /** Erases the log for everybody, and resolves when the BMC says that it is empty. */
  clear(): Promise<void>;
  /** The BMC's clock, seconds since 1970. */
  time(): Promise<number>;
  setTime(seconds: number): Promise<void>;
}
