import { z } from 'zod';

/** In the sensor's unit. */
export const sensorThresholds = z.object({
  lowerNonRecoverable: z.number().optional(),
  lowerCritical: z.number().optional(),
  lowerNonCritical: z.number().optional(),
  upperNonCritical: z.number().optional(),
  upperCritical: z.number().optional(),
  upperNonRecoverable: z.number().optional(),
});
export type KeptThresholds = z.infer<typeof sensorThresholds>;

/** `unavailable`: the BMC has no reading now, as of a fan in a server that is off. */
export const sensorStates = ['ok', 'warning', 'critical', 'unavailable'] as const;
export type SensorState = (typeof sensorStates)[number];

/** One sensor and its last reading; texts are already plain and bounded. */
export const keptSensor = z.object({
  id: z.string(),
  name: z.string(),
  /** e.g. `Temperature`. */
  type: z.string(),
  unit: z.string().nullable(),
  /** What it sits on. */
  entity: z.string().nullable(),
  numeric: z.boolean(),
  value: z.number().nullable(),
  state: z.enum(sensorStates),
  /** Words of a discrete sensor. */
  words: z.array(z.string()),
  thresholds: sensorThresholds,
});
export type KeptSensor = z.infer<typeof keptSensor>;

export const sensorsContent = z.object({
  sensors: z.array(keptSensor),
  /** The BMC has more than are kept. */
  more: z.boolean(),
});
export type SensorsContent = z.infer<typeof sensorsContent>;

/** Which limit a value is beyond, worst first, in words; `undefined` within all of them. */
export function crossedLimit({
  value,
  thresholds,
}: Pick<KeptSensor, 'value' | 'thresholds'>): { readonly words: string; readonly limit: number } | undefined {
  if (value === null) return undefined;
  const limits = [
    ['above its upper non-recoverable limit', thresholds.upperNonRecoverable, 1],
    ['below its lower non-recoverable limit', thresholds.lowerNonRecoverable, -1],
    ['above its upper critical limit', thresholds.upperCritical, 1],
    ['below its lower critical limit', thresholds.lowerCritical, -1],
    ['above its upper warning limit', thresholds.upperNonCritical, 1],
    ['below its lower warning limit', thresholds.lowerNonCritical, -1],
  ] as const;
  for (const [words, limit, side] of limits) {
    if (limit !== undefined && (value - limit) * side >= 0) return { words, limit };
  }
  return undefined;
}
