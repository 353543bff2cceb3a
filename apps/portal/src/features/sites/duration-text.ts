export const durationUnits = ['minutes', 'hours', 'days'] as const;
export type DurationUnit = (typeof durationUnits)[number];

/** A duration as it stands in a form. */
export interface DurationDraft {
  readonly amount: string;
  readonly unit: DurationUnit;
}

const secondsPer: Record<DurationUnit, number> = { minutes: 60, hours: 3_600, days: 86_400 };

/** A number of seconds in the largest unit in which it is whole; parts of a minute as a fraction of one. */
export function durationDraftOf(seconds: number): DurationDraft {
  const unit = [...durationUnits].reverse().find((each) => seconds % secondsPer[each] === 0) ?? 'minutes';
  return { amount: String(Number((seconds / secondsPer[unit]).toFixed(3))), unit };
}

/** Whole seconds, or `null` for what is no duration. A comma serves as a decimal point. */
export function readDuration({ amount, unit }: DurationDraft): number | null {
  const text = amount.trim().replace(',', '.');
  if (!/^\d{1,6}(\.\d{1,3})?$/.test(text)) return null;
  const seconds = Math.round(Number(text) * secondsPer[unit]);
  return seconds >= 1 ? seconds : null;
}
