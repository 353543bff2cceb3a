/**
 * How much of a BMC's own telling is kept. A hostile or broken BMC may tell without end; a page needs no more than this.
 * The largest sensor row is about 100 kB, a server's history about 150 kB at most.
 */
export const hardwareLimits = {
  textCharacters: 120,
  descriptionCharacters: 240,
  devices: 32,
  fieldsPerDevice: 48,
  sensors: 256,
  statesPerSensor: 8,
  /** Numeric sensors of which the last hours are kept. */
  sensorsWithHistory: 96,
  /** Newest entries of the event log that are kept per server. */
  events: 500,
} as const;

/** The ring of the last hours: one point for each five minutes, six hours long. */
export const historySlotSeconds = 300;
export const historySlots = 72;

/** A page that shows hardware counts as open for this long after it last asked. */
export const pageOpenSeconds = 45;
